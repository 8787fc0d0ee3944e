package dev.tenon.formats.hdf5.writer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits lists of strings over several attributes, as Keras does. */
public final class StringLists {
  /** What fits beside the rest into an object's header of 64 KiB; the number is Keras'. */
  private static final int LARGEST = 64512;

  /** What a variable-length string takes in the header, whatever its length. */
  private static final int REFERENCE = 16;

  private StringLists() {}

  /**
   * A list in parts that each fit.
   *
   * @param width the length in bytes of the longest string
   */
  public record Split(int width, List<List<byte[]>> parts) {}

  /**
   * Splits into as few equal parts as fit; As NumPy's array_split, the first parts have one more.
   *
   * @throws IllegalArgumentException if one string alone is too long
   */
  public static Split split(List<String> values) {
    List<byte[]> all = new ArrayList<>();
    int width = REFERENCE;
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      all.add(bytes);
      width = Math.max(width, bytes.length);
    }
    if (width > LARGEST) {
      throw new IllegalArgumentException(
          "a name of "
              + width
              + " bytes; HDF5 holds names of at most "
              + LARGEST
              + " in a list: use shorter layer names");
    }
    List<List<byte[]>> parts = new ArrayList<>();
    int fit = LARGEST / width;
    int count = (all.size() + fit - 1) / fit;
    int from = 0;
    for (int i = 0; i < count; i++) {
      int to = from + all.size() / count + (i < all.size() % count ? 1 : 0);
      parts.add(all.subList(from, to));
      from = to;
    }
    return new Split(width, parts);
  }

  /** Returns strings of equal length, one after the other, filled up with zeros. */
  static byte[] padded(List<byte[]> strings, int width) {
    byte[] bytes = new byte[strings.size() * width];
    for (int i = 0; i < strings.size(); i++) {
      byte[] text = strings.get(i);
      System.arraycopy(text, 0, bytes, i * width, text.length);
    }
    return bytes;
  }
}
