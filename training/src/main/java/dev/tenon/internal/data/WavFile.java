package dev.tenon.internal.data;

import dev.tenon.error.MalformedModelException;
import dev.tenon.internal.text.PlainText;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads WAV files: whole numbers of 8, 16, 24 and 32 bits, floats of 32 and 64 bits.
 *
 * <p>16 bits are divided by 32768, as TensorFlow's {@code decode_wav} does.
 *
 * @see <a href="https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html">Audio file
 *     format specifications: WAVE</a>
 */
public final class WavFile {
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xfffe;
  private static final int SUB_FORMAT = 24;
  private static final int MOST_CHANNELS = 1024;

  private record Format(int kind, int channels, long rate, int bits) {}

  private final Path path;
  private final ByteBuffer bytes;
  private @Nullable Format format;

  private WavFile(Path path, ByteBuffer bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /**
   * Returns the samples as float32 (samples, channels).
   *
   * @param rate the samples a second that are expected; null for any
   * @param length how many samples are read at most; null for all
   * @throws MalformedModelException where the file is no WAV file, or has another rate
   */
  public static Tensor read(Path path, @Nullable Integer rate, @Nullable Integer length)
      throws IOException {
    if (Files.size(path) > Integer.MAX_VALUE - 8) {
      throw new MalformedModelException(path.toString(), "a WAV file has at most 2 GiB");
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    return new WavFile(path, bytes).samples(rate, length);
  }

  private MalformedModelException malformed(String what) {
    return new MalformedModelException(path.toString(), what);
  }

  private String name(int at) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      name.append((char) (bytes.get(at + i) & 0xff));
    }
    return name.toString();
  }

  private Tensor samples(@Nullable Integer rate, @Nullable Integer length) {
    int size = bytes.capacity();
    if (size < 12 || !name(0).equals("RIFF") || !name(8).equals("WAVE")) {
      throw malformed("expected a WAV file, which starts with RIFF and WAVE");
    }
    int at = 12;
    while (at <= size - 8) {
      String chunk = name(at);
      long declared = Integer.toUnsignedLong(bytes.getInt(at + 4));
      int start = at + 8;
      if (chunk.equals("data")) {
        return data(start, declared, rate, length);
      }
      if (declared > size - start) {
        throw malformed(
            "the chunk '"
                + PlainText.of(chunk)
                + "' has "
                + declared
                + " bytes, of which "
                + (size - start)
                + " are there");
      }
      if (chunk.equals("fmt ")) {
        format = format(start, (int) declared);
      }
      // Chunks start at even places.
      at = (int) Math.min(size, start + declared + (declared & 1));
    }
    throw malformed("there is no chunk 'data' with samples");
  }

  private Format format(int start, int length) {
    if (length < 16) {
      throw malformed("the chunk 'fmt ' has " + length + " bytes, expected at least 16");
    }
    int kind = bytes.getShort(start) & 0xffff;
    if (kind == EXTENSIBLE && length >= SUB_FORMAT + 2) {
      kind = bytes.getShort(start + SUB_FORMAT) & 0xffff;
    }
    int channels = bytes.getShort(start + 2) & 0xffff;
    int bits = bytes.getShort(start + 14) & 0xffff;
    boolean known =
        kind == PCM
            ? bits == 8 || bits == 16 || bits == 24 || bits == 32
            : kind == FLOAT && (bits == 32 || bits == 64);
    if (!known) {
      throw malformed(
          "expected whole numbers of 8, 16, 24 or 32 bits or floats of 32 or 64 bits, received"
              + " format "
              + kind
              + " of "
              + bits
              + " bits");
    }
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw malformed("expected 1 to " + MOST_CHANNELS + " channels, received " + channels);
    }
    return new Format(kind, channels, Integer.toUnsignedLong(bytes.getInt(start + 4)), bits);
  }

  private Tensor data(int start, long declared, @Nullable Integer rate, @Nullable Integer length) {
    Format found = format;
    if (found == null) {
      throw malformed("the chunk 'fmt ' is missing before the chunk 'data'");
    }
    if (declared > bytes.capacity() - start) {
      throw malformed(
          "the chunk 'data' has "
              + declared
              + " bytes, of which "
              + (bytes.capacity() - start)
              + " are there");
    }
    if (rate != null && found.rate != rate) {
      throw malformed(
          "samplingRate: expected "
              + rate
              + " samples a second, received "
              + found.rate
              + "; convert the file first");
    }
    int width = found.bits / 8;
    long frames = declared / ((long) width * found.channels);
    int count = (int) (length == null ? frames : Math.min(frames, length)) * found.channels;
    Tensor.Writer writer = new Tensor.Writer(DType.FLOAT32, count);
    for (int i = 0; i < count; i++) {
      writer.set(i, sample(start + i * width, found));
    }
    return writer.build(count / found.channels, found.channels);
  }

  private double sample(int at, Format found) {
    if (found.kind == FLOAT) {
      return found.bits == 32 ? bytes.getFloat(at) : bytes.getDouble(at);
    }
    return switch (found.bits) {
      case 8 -> ((bytes.get(at) & 0xff) - 0x80) / (double) 0x80;
      case 16 -> bytes.getShort(at) / (double) 0x8000;
      case 24 -> ((bytes.getShort(at) & 0xffff) | bytes.get(at + 2) << 16) / (double) 0x800000;
      default -> bytes.getInt(at) / (double) 0x80000000L;
    };
  }
}
