package dev.tenon.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file of Tenon's own, mapped, in the place of memory.
 *
 * <p>It is written by calls and not through the mapping, so a full disk is an exception. Its name
 * is removed at once where the system allows that (not on Windows, which removes it when the JVM
 * ends): a process that is killed leaves nothing.
 */
final class SpillFile {
  private static final int STEP = 1 << 20;

  private SpillFile() {}

  /**
   * Returns a mapping of new bytes.
   *
   * @throws IOException if the content cannot be read, or the disk is full
   */
  static ByteBuffer read(String name, int length, PrivateMemory.Filling filling)
      throws IOException {
    Path file;
    try {
      file = Files.createTempFile(TemporaryFolder.get(), "tenon", ".values");
    } catch (IOException e) {
      throw noRoom(name, length, e);
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      TemporaryFolder.delete(file);
      ByteBuffer step = ByteBuffer.allocateDirect(Math.min(STEP, length));
      for (long at = 0; at < length; at += step.limit()) {
        step.clear().limit((int) Math.min(STEP, length - at));
        filling.fill(step, at);
        write(name, length, channel, step.flip());
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static void write(String name, int length, FileChannel channel, ByteBuffer bytes)
      throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw noRoom(name, length, e);
    }
  }

  private static IOException noRoom(String name, int length, IOException e) {
    return new IOException(
        name
            + ": "
            + length
            + " bytes of it do not fit into "
            + System.getProperty("java.io.tmpdir")
            + " ("
            + e.getMessage()
            + "): start the JVM with a larger -Xmx, or with -Djava.io.tmpdir=FOLDER where there is"
            + " room",
        e);
  }
}
