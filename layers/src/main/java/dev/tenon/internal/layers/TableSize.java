package dev.tenon.internal.layers;

import java.util.Arrays;

/** Limits the size of the tables that layers compute in Java during lowering. */
public final class TableSize {
  /** Of float32 this is 256 MiB. */
  private static final long MOST = 1L << 26;

  private TableSize() {}

  /**
   * Checks the number of entries of a table.
   *
   * @param what the purpose of the table, such as {@code the positions of its window}
   * @param lengths the lengths whose product is the number of entries
   * @throws IllegalArgumentException if there are too many, or a length is negative
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
