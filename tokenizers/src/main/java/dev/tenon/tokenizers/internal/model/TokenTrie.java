package dev.tenon.tokenizers.internal.model;

import dev.tenon.tokenizers.internal.text.AlignedText;
import java.util.Arrays;

/** The prefixes of tokens, for finding all tokens that a text begins with. */
public final class TokenTrie {
  /** The node of the empty prefix. */
  public static final int ROOT = 0;

  /** Stands for a node or a value that does not exist. */
  public static final int NONE = -1;

  private static final int CODE_POINT_BITS = 21;

  private final LongIntMap edges;
  private final int[] ascii = new int[128];
  private int[] values = new int[64];
  private int size = 1;

  /** Creates an empty trie. */
  public TokenTrie(int expectedTokens) {
    edges = new LongIntMap(expectedTokens * 4);
    values[ROOT] = NONE;
    Arrays.fill(ascii, NONE);
  }

  /** Maps a text to a value; of equal texts the last counts. */
  public void put(String text, int value) {
    int node = ROOT;
    for (int c : AlignedText.codePoints(text)) {
      int next = next(node, c);
      if (next == NONE) {
        next = add(node, c);
      }
      node = next;
    }
    values[node] = value;
  }

  private int add(int node, int c) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size] = NONE;
    if (node == ROOT && c < ascii.length) {
      ascii[c] = size;
    } else {
      edges.put((long) node << CODE_POINT_BITS | c, size);
    }
    return size++;
  }

  /** Returns the node behind a code point, or {@link #NONE}. */
  public int next(int node, int codePoint) {
    if (node == ROOT && codePoint < ascii.length) {
      return ascii[codePoint];
    }
    return edges.get((long) node << CODE_POINT_BITS | codePoint);
  }

  /** Returns the value of the text that ends at a node, or {@link #NONE}. */
  public int value(int node) {
    return values[node];
  }

  /** Returns the node of a text, or {@link #NONE}. */
  public int node(int[] text, int start, int end) {
    int node = ROOT;
    for (int i = start; i < end && node != NONE; i++) {
      node = next(node, text[i]);
    }
    return node;
  }
}
