package dev.tenon.tokenizers.internal.model;

import java.util.Arrays;

/** Tokens of a text, as columns that grow. */
public final class TokenBuffer {
  private int[] ids = new int[32];
  private String[] tokens = new String[32];
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private int[] words = new int[32];
  private int size;

  /** Appends a token. */
  public void add(int id, String token, int start, int end) {
    if (size == ids.length) {
      int more = size * 2;
      ids = Arrays.copyOf(ids, more);
      tokens = Arrays.copyOf(tokens, more);
      starts = Arrays.copyOf(starts, more);
      ends = Arrays.copyOf(ends, more);
      words = Arrays.copyOf(words, more);
    }
    ids[size] = id;
    tokens[size] = token;
    starts[size] = start;
    ends[size++] = end;
  }

  /** Sets where a token begins and ends, and its word. */
  public void place(int index, int start, int end, int word) {
    starts[index] = start;
    ends[index] = end;
    words[index] = word;
  }

  /** Returns the number of tokens. */
  public int size() {
    return size;
  }

  /** Returns where a token begins. */
  public int start(int index) {
    return starts[index];
  }

  /** Returns where a token ends. */
  public int end(int index) {
    return ends[index];
  }

  /** Returns the number of a token. */
  public int id(int index) {
    return ids[index];
  }

  /** Returns the text of a token. */
  public String token(int index) {
    return tokens[index];
  }

  /** Drops all but the first tokens. */
  public void truncate(int newSize) {
    size = newSize;
  }

  /** Returns a copy of the numbers. */
  public int[] ids() {
    return Arrays.copyOf(ids, size);
  }

  /** Returns a copy of the texts. */
  public String[] tokens() {
    return Arrays.copyOf(tokens, size);
  }

  /** Returns a copy of the beginnings. */
  public int[] starts() {
    return Arrays.copyOf(starts, size);
  }

  /** Returns a copy of the ends. */
  public int[] ends() {
    return Arrays.copyOf(ends, size);
  }

  /** Returns a copy of the words. */
  public int[] words() {
    return Arrays.copyOf(words, size);
  }
}
