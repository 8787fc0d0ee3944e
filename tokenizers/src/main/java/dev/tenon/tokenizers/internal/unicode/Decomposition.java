package dev.tenon.tokenizers.internal.unicode;

import java.util.Arrays;

/**
 * Normalization forms D and KD, with the marks in canonical order.
 *
 * <p>Each code point carries 0 where it replaces one of the text, and 1 where it was added.
 *
 * @see <a href="https://www.unicode.org/reports/tr15/">Unicode Standard Annex 15</a>
 */
public final class Decomposition {
  private static final int FIRST_SYLLABLE = 0xAC00;
  private static final int SYLLABLES = 11172;

  private int[] codePoints;
  private int[] changes;
  private int size;
  private int pending;

  private Decomposition(int capacity) {
    codePoints = new int[capacity];
    changes = new int[capacity];
  }

  /** Says whether a text is as it was in form D or KD. */
  public static boolean isDecomposed(int[] text, int length, boolean compatible) {
    for (int i = 0; i < length; i++) {
      int c = text[i];
      if (c >= 0xA0
          && (UnicodeData.combiningClass(c) != 0
              || UnicodeData.canonical().find(c) != 0
              || (compatible && UnicodeData.compatible().find(c) != 0)
              || isSyllable(c))) {
        return false;
      }
    }
    return true;
  }

  /** Decomposes a text. */
  public static Decomposition of(int[] text, int length, boolean compatible) {
    Decomposition result = new Decomposition(length + length / 2 + 16);
    for (int i = 0; i < length; i++) {
      result.decompose(text[i], compatible);
    }
    result.sort();
    return result;
  }

  /** Returns the number of code points. */
  public int size() {
    return size;
  }

  /** Returns the code points; more may stand behind them. */
  public int[] codePoints() {
    return codePoints;
  }

  /** Returns 1 for each code point that was added, else 0. */
  public int[] changes() {
    return changes;
  }

  static boolean isSyllable(int codePoint) {
    return codePoint >= FIRST_SYLLABLE && codePoint < FIRST_SYLLABLE + SYLLABLES;
  }

  private void decompose(int c, boolean compatible) {
    if (c < 0xA0) {
      push(c, 0);
      return;
    }
    CodePointMap map = UnicodeData.compatible();
    int found = compatible ? map.find(c) : 0;
    if (found == 0) {
      map = UnicodeData.canonical();
      found = map.find(c);
    }
    if (found != 0) {
      for (int i = 0; i < map.length(found); i++) {
        push(map.get(found, i), i == 0 ? 0 : 1);
      }
    } else if (isSyllable(c)) {
      int index = c - FIRST_SYLLABLE;
      push(0x1100 + index / 588, 0);
      push(0x1161 + index % 588 / 28, 1);
      if (index % 28 != 0) {
        push(0x11A7 + index % 28, 1);
      }
    } else {
      push(c, 0);
    }
  }

  private void push(int c, int change) {
    if (UnicodeData.combiningClass(c) == 0) {
      sort();
      pending = size + 1;
    }
    if (size == codePoints.length) {
      codePoints = Arrays.copyOf(codePoints, size * 2);
      changes = Arrays.copyOf(changes, size * 2);
    }
    codePoints[size] = c;
    changes[size++] = change;
  }

  /** Sorts the marks behind the last starter by class; equal classes keep their order. */
  private void sort() {
    int count = size - pending;
    if (count > 20) {
      mergeSort(count);
      return;
    }
    for (int i = pending + 1; i < size; i++) {
      int c = codePoints[i];
      int change = changes[i];
      int k = i;
      while (k > pending
          && UnicodeData.combiningClass(codePoints[k - 1]) > UnicodeData.combiningClass(c)) {
        codePoints[k] = codePoints[k - 1];
        changes[k] = changes[k - 1];
        k--;
      }
      codePoints[k] = c;
      changes[k] = change;
    }
  }

  private void mergeSort(int count) {
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = (long) UnicodeData.combiningClass(codePoints[pending + i]) << 32 | i;
    }
    Arrays.sort(keys);
    int[] oldCodePoints = Arrays.copyOfRange(codePoints, pending, size);
    int[] oldChanges = Arrays.copyOfRange(changes, pending, size);
    for (int i = 0; i < count; i++) {
      codePoints[pending + i] = oldCodePoints[(int) keys[i]];
      changes[pending + i] = oldChanges[(int) keys[i]];
    }
  }
}
