package dev.tenon.layers.base;

import java.util.Arrays;

/** Bounds the tables that layers compute in Java while they are lowered, before any weight. */
public final class TableSize {
  /** Of float32 this is 256 MiB. */
  private static final long MOST = 1L << 26;

  private TableSize() {}

  /**
   * Checks how many entries a table has.
   *
   * @param what what the table is for, such as {@code the positions of its window}
   * @param lengths the lengths whose product is the number of entries
   * @throws IllegalArgumentException where they are too many, or a length is negative
   */
  public static void check(String what, long... lengths) {
    long entries = 1;
    for (long length : lengths) {
      if (length < 0 || (length > 0 && entries > MOST / length)) {
        throw new IllegalArgumentException(
            "needs a table of "
                + Arrays.toString(lengths)
                + " entries for "
                + what
                + "; Tenon makes tables of at most "
                + MOST
                + ": a number in the configuration is wrong, or the layer is too large");
      }
      entries *= length;
    }
  }
}
