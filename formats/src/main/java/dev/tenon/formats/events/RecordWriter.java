package dev.tenon.formats.events;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Appends records as TensorFlow frames them: length, checksum of the length, content, checksum.
 *
 * <p>A record is written at once, so that a reader of the growing file sees whole records, or a
 * last one that is cut off.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord">TFRecord</a>
 */
final class RecordWriter implements Closeable {
  private static final int MASK = 0xa282ead8;

  private final Path path;
  private final FileChannel channel;

  RecordWriter(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  void write(byte[] content) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(content.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(content.length);
    record.putInt(masked(record.array(), 0, 8));
    record.put(content);
    record.putInt(masked(content, 0, content.length));
    record.flip();
    try {
      while (record.hasRemaining()) {
        channel.write(record);
      }
    } catch (IOException e) {
      throw new IOException("cannot write to '" + path + "': " + e.getMessage(), e);
    }
  }

  private static int masked(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
