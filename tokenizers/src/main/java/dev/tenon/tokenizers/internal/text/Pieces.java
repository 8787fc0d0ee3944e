package dev.tenon.tokenizers.internal.text;

import java.util.Arrays;

/**
 * Parts of one text in its order, none of them empty.
 *
 * <p>A part is a word to be split into tokens, or an added token that was found already.
 */
public final class Pieces {
  /** Stands for no token. */
  public static final int NO_TOKEN = -1;

  private final AlignedText text;
  private int[] starts;
  private int[] ends;
  private int[] tokens;
  private int size;

  /** Creates an empty list of parts of a text. */
  public Pieces(AlignedText text, int capacity) {
    this.text = text;
    starts = new int[capacity];
    ends = new int[capacity];
    tokens = new int[capacity];
  }

  /** Returns the text. */
  public AlignedText text() {
    return text;
  }

  /** Returns the number of parts. */
  public int size() {
    return size;
  }

  /** Returns the index of a part's first code point. */
  public int start(int piece) {
    return starts[piece];
  }

  /** Returns the index behind a part's last code point. */
  public int end(int piece) {
    return ends[piece];
  }

  /** Returns the added token that a part is, or {@link #NO_TOKEN}. */
  public int token(int piece) {
    return tokens[piece];
  }

  /** Appends a part, unless it is empty. */
  public void add(int start, int end) {
    add(start, end, NO_TOKEN);
  }

  /** Appends a part, unless it is empty. */
  public void add(int start, int end, int token) {
    if (start >= end) {
      return;
    }
    if (size == starts.length) {
      int more = Math.max(16, size * 2);
      starts = Arrays.copyOf(starts, more);
      ends = Arrays.copyOf(ends, more);
      tokens = Arrays.copyOf(tokens, more);
    }
    starts[size] = start;
    ends[size] = end;
    tokens[size++] = token;
  }
}
