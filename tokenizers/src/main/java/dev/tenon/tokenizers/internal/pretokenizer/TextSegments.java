package dev.tenon.tokenizers.internal.pretokenizer;

import dev.tenon.tokenizers.internal.pattern.TextPattern;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import java.util.Arrays;

/** A part of a text, cut into delimiters and what is between them. */
final class TextSegments {
  private int[] ends = new int[16];
  private boolean[] delimiters = new boolean[16];
  private int size;
  private int start;

  /** Makes each code point of a set a delimiter. */
  void cut(int[] text, int from, int end, CodePointSet set) {
    clear(from);
    int last = from;
    for (int i = from; i < end; i++) {
      if (set.contains(text[i])) {
        add(last, i, false);
        add(i, i + 1, true);
        last = i + 1;
      }
    }
    add(last, end, false);
  }

  /** Makes each match a delimiter, or with {@code invert} what is between. */
  void cut(int[] text, int from, int end, TextPattern pattern, boolean invert) {
    clear(from);
    int last = from;
    TextPattern.Search search = pattern.search(text, from, end);
    while (search.next()) {
      add(last, search.start(), invert);
      add(search.start(), search.end(), !invert);
      last = search.end();
    }
    add(last, end, invert);
  }

  int size() {
    return size;
  }

  int start(int index) {
    return index == 0 ? start : ends[index - 1];
  }

  int end(int index) {
    return ends[index];
  }

  boolean isDelimiter(int index) {
    return delimiters[index];
  }

  private void clear(int from) {
    size = 0;
    start = from;
  }

  private void add(int from, int end, boolean delimiter) {
    if (from == end) {
      return;
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
      delimiters = Arrays.copyOf(delimiters, size * 2);
    }
    ends[size] = end;
    delimiters[size++] = delimiter;
  }
}
