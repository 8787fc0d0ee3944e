package dev.tenon.tokenizers.internal.unicode;

import java.util.Arrays;

/** An immutable map of code points to short sequences of code points. */
public final class CodePointMap {
  private static final int PAGE_BITS = 7;
  private static final int[] NOTHING = new int[1 << PAGE_BITS];

  private final int[][] pages = new int[CodePointSet.CODE_POINTS >> PAGE_BITS][];
  private int[] values = new int[1024];
  private int size = 1;

  CodePointMap() {
    Arrays.fill(pages, NOTHING);
  }

  void put(int codePoint, int[] value) {
    int page = codePoint >> PAGE_BITS;
    if (pages[page] == NOTHING) {
      pages[page] = new int[1 << PAGE_BITS];
    }
    if (values.length < size + 1 + value.length) {
      values = Arrays.copyOf(values, Math.max(values.length * 2, size + 1 + value.length));
    }
    pages[page][codePoint & NOTHING.length - 1] = size;
    values[size++] = value.length;
    for (int each : value) {
      values[size++] = each;
    }
  }

  /** Returns the handle of a code point's sequence, 0 where it has none. */
  public int find(int codePoint) {
    return pages[codePoint >> PAGE_BITS][codePoint & (1 << PAGE_BITS) - 1];
  }

  /** Returns the length of a sequence. */
  public int length(int handle) {
    return values[handle];
  }

  /** Returns a code point of a sequence. */
  public int get(int handle, int index) {
    return values[handle + 1 + index];
  }
}
