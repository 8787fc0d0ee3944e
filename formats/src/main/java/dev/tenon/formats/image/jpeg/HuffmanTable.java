package dev.tenon.formats.image.jpeg;

import org.jspecify.annotations.Nullable;

/** A Huffman code of a JPEG: up to 256 symbols with codes of 1 to 16 bits. */
final class HuffmanTable {
  static final int LONGEST = 16;

  /** Has no codes. */
  static final HuffmanTable NONE = of(new int[LONGEST], new byte[0]);

  /** Codes of up to so many bits are looked up at once. */
  static final int LOOKED_UP = 8;

  /** Codes that take so many bits with the number behind them are looked up with it. */
  static final int WHOLE = 10;

  static final int WHOLE_MASK = (1 << WHOLE) - 1;

  /** Length of the code times 256, and its symbol; 0 for codes that are longer. */
  private final int[] look = new int[1 << LOOKED_UP];

  /** The largest code of each length; −1 for none. The last stops every search. */
  private final int[] largest = new int[LONGEST + 2];

  /** What is added to a code of a length to find its symbol. */
  private final int[] offset = new int[LONGEST + 2];

  private final byte[] symbols;
  private int @Nullable [] whole;

  private HuffmanTable(byte[] symbols) {
    this.symbols = symbols;
  }

  /**
   * Builds the table.
   *
   * @param counts of codes, by length from 1 on
   * @param symbols in the order of their codes
   * @throws IllegalArgumentException if there are more codes of a length than bits allow
   */
  static HuffmanTable of(int[] counts, byte[] symbols) {
    HuffmanTable table = new HuffmanTable(symbols);
    int code = 0;
    int next = 0;
    for (int length = 1; length <= LONGEST; length++) {
      int count = counts[length - 1];
      if (code + count > 1 << length) {
        throw new IllegalArgumentException("a Huffman table has too many codes");
      }
      table.offset[length] = next - code;
      for (int i = 0; i < count; i++) {
        if (length <= LOOKED_UP) {
          int first = code << (LOOKED_UP - length);
          int entry = length << 8 | (symbols[next] & 0xff);
          for (int k = 0; k < 1 << (LOOKED_UP - length); k++) {
            table.look[first + k] = entry;
          }
        }
        code++;
        next++;
      }
      table.largest[length] = count == 0 ? -1 : code - 1;
      code <<= 1;
    }
    table.largest[LONGEST + 1] = Integer.MAX_VALUE;
    return table;
  }

  /** Returns whether all symbols are lengths that a DC coefficient may have. */
  boolean isForDc() {
    for (byte symbol : symbols) {
      if ((symbol & 0xff) > 15) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns, by the next {@link #WHOLE} bits, a symbol of an AC coefficient and the number behind
   * it: the number times 65,536, the zeros before it times 256, and the bits of both; 0 where they
   * take more bits, or no number follows.
   */
  int[] whole() {
    int[] known = whole;
    if (known == null) {
      known = new int[WHOLE_MASK + 1];
      for (int bits = 0; bits < known.length; bits++) {
        known[bits] = whole(bits);
      }
      whole = known;
    }
    return known;
  }

  private int whole(int bits) {
    int entry = look[bits >> (WHOLE - LOOKED_UP)];
    int size = entry & 15;
    int all = (entry >> 8) + size;
    if (size == 0 || all > WHOLE) {
      return 0;
    }
    int value = (bits >> (WHOLE - all)) & ((1 << size) - 1);
    return signed(value, size) << 16 | ((entry >> 4) & 15) << 8 | all;
  }

  /** Returns the number that so many bits stand for, the lower half of which are negative. */
  static int signed(int bits, int length) {
    return bits < 1 << (length - 1) ? bits - (1 << length) + 1 : bits;
  }

  int looked(int bits) {
    return look[bits];
  }

  int largest(int length) {
    return largest[length];
  }

  int symbol(int code, int length) {
    return symbols[code + offset[length]] & 0xff;
  }
}
