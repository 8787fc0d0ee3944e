package dev.tenon.formats.image.jpeg;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes of a file, read one after the other; past their end is an error. */
final class JpegBytes {
  /** Says that the next bytes are to be read one by one. */
  static final int SINGLE = -1;

  private static final VarHandle FOUR =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final String name;
  private final byte[] data;
  private int at;

  JpegBytes(String name, byte[] data) {
    this.name = name;
    this.data = data;
  }

  int length() {
    return data.length;
  }

  int next() {
    if (at >= data.length) {
      throw damaged("it ends early");
    }
    return data[at++] & 0xff;
  }

  /**
   * Returns four bytes, none of which is 0xff; {@link #SINGLE} where one is, or there are fewer.
   */
  int nextFour() {
    if (at > data.length - 4) {
      return SINGLE;
    }
    int four = (int) FOUR.get(data, at);
    int inverse = ~four;
    // A byte of 0 in the inverse borrows from its highest bit.
    if (((inverse - 0x0101_0101) & four & 0x8080_8080) != 0) {
      return SINGLE;
    }
    at += 4;
    return four;
  }

  int next16() {
    return next() << 8 | next();
  }

  /** Skips to the next marker, and behind it. */
  int nextMarker() {
    while (true) {
      if (next() == 0xff) {
        int marker = next();
        while (marker == 0xff) {
          marker = next();
        }
        if (marker != 0) {
          return marker;
        }
      }
    }
  }

  /** Returns the content of a segment. */
  JpegBytes segment() {
    int length = next16() - 2;
    if (length < 0 || length > data.length - at) {
      throw damaged(length < 0 ? "a segment has a negative length" : "it ends early");
    }
    byte[] content = Arrays.copyOfRange(data, at, at + length);
    at += length;
    return new JpegBytes(name, content);
  }

  int left() {
    return data.length - at;
  }

  /** Returns whether an ASCII text and a byte of 0 come next, and skips it then. */
  boolean startsWith(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (i >= left() || data[at + i] != text.charAt(i)) {
        return false;
      }
    }
    at += text.length();
    return true;
  }

  MalformedModelException damaged(String reason) {
    return new MalformedModelException(
        name, "the image is damaged (" + reason + "): fetch it again");
  }

  UnsupportedModelException unsupported(String kind) {
    return new UnsupportedModelException(
        name, "is a JPEG " + kind + ", which is not supported: convert it to a baseline JPEG");
  }
}
