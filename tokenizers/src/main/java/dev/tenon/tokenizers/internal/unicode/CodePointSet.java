package dev.tenon.tokenizers.internal.unicode;

import java.util.Arrays;

/** An immutable set of code points. A look-up takes constant time. */
public final class CodePointSet {
  static final int CODE_POINTS = 0x110000;

  private static final int PAGE_BITS = 8;
  private static final int WORDS = 1 << (PAGE_BITS - 6);

  private final char[] pages;
  private final long[] words;

  private CodePointSet(char[] pages, long[] words) {
    this.pages = pages;
    this.words = words;
  }

  /** Says whether the set contains a code point. */
  public boolean contains(int codePoint) {
    return (words[pages[codePoint >> PAGE_BITS] * WORDS + (codePoint >> 6 & WORDS - 1)]
            & 1L << codePoint)
        != 0;
  }

  /** Returns the code points that are not in this set. */
  public CodePointSet complement() {
    long[] inverted = words.clone();
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = ~inverted[i];
    }
    return new CodePointSet(pages, inverted);
  }

  /** Collects code points. */
  public static final class Builder {
    private final long[] all = new long[CODE_POINTS / 64];

    /** Adds the code points from the first to before the end. */
    public Builder add(int first, int end) {
      for (int c = first; c < end; c++) {
        all[c >> 6] |= 1L << c;
      }
      return this;
    }

    /** Adds all code points of a set. */
    public Builder add(CodePointSet set) {
      for (int page = 0; page < set.pages.length; page++) {
        for (int i = 0; i < WORDS; i++) {
          all[page * WORDS + i] |= set.words[set.pages[page] * WORDS + i];
        }
      }
      return this;
    }

    /** Returns the set. */
    public CodePointSet build() {
      char[] pages = new char[CODE_POINTS >> PAGE_BITS];
      long[] words = new long[8 * WORDS];
      int count = 0;
      for (int page = 0; page < pages.length; page++) {
        int same = page == 0 ? 0 : pages[page - 1]; // mostly the page before is equal
        if (page == 0 || !isEqual(words, same, page)) {
          same = 0;
          while (same < count && !isEqual(words, same, page)) {
            same++;
          }
        }
        if (same == count) {
          if (words.length < (count + 1) * WORDS) {
            words = Arrays.copyOf(words, words.length * 2);
          }
          System.arraycopy(all, page * WORDS, words, count++ * WORDS, WORDS);
        }
        pages[page] = (char) same;
      }
      return new CodePointSet(pages, Arrays.copyOf(words, count * WORDS));
    }

    private boolean isEqual(long[] words, int one, int page) {
      for (int i = 0; i < WORDS; i++) {
        if (words[one * WORDS + i] != all[page * WORDS + i]) {
          return false;
        }
      }
      return true;
    }
  }
}
