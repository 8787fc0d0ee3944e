package dev.tenon.formats.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A JPEG whose color profile is hidden: Java's decoder applies one, such as the Display P3 of
 * telephones, and Pillow, which Keras loads pictures with, leaves the samples as they are stored.
 */
final class Unprofiled extends ImageInputStreamImpl {
  private static final int MARKER = 0xff;
  private static final int PROFILE = 0xe2;
  private static final int SCAN = 0xda;
  private static final byte[] NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

  private final ImageInputStream stored;

  /** Where the names of the segments with parts of a profile begin. */
  private final List<Long> names;

  private Unprofiled(ImageInputStream stored, List<Long> names) {
    this.stored = stored;
    this.names = names;
  }

  /** Returns the stream itself where it is no JPEG or has no profile. */
  static ImageInputStream of(ImageInputStream stored) throws IOException {
    List<Long> names = names(stored);
    stored.seek(0);
    return names.isEmpty() ? stored : new Unprofiled(stored, names);
  }

  private static List<Long> names(ImageInputStream stored) throws IOException {
    List<Long> names = new ArrayList<>();
    byte[] name = new byte[NAME.length];
    if (stored.read() != MARKER || stored.read() != 0xd8) {
      return names;
    }
    while (stored.read() == MARKER) {
      int kind = stored.read();
      while (kind == MARKER) {
        kind = stored.read();
      }
      int high = stored.read();
      int low = stored.read();
      if (kind == SCAN || low < 0) {
        break;
      }
      long start = stored.getStreamPosition();
      if (kind == PROFILE
          && stored.read(name, 0, name.length) == name.length
          && Arrays.equals(name, NAME)) {
        names.add(start);
      }
      stored.seek(start + Math.max(0, (high << 8 | low) - 2));
    }
    return names;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    stored.seek(streamPos);
    int count = stored.read(into, offset, length);
    if (count > 0) {
      for (long name : names) {
        // Without the first letter of its name a segment is one that nobody knows.
        if (name >= streamPos && name < streamPos + count) {
          into[offset + (int) (name - streamPos)] = 0;
        }
      }
      streamPos += count;
    }
    return count;
  }

  @Override
  public long length() {
    return -1;
  }
}
