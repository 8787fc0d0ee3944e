package dev.tenon.tokenizers.internal.pattern;

/** What finds matches in code points, from left to right. No match is empty. */
public interface TextPattern {
  /** Returns what finds the matches in a part of a text. */
  Search search(int[] text, int start, int end);

  /** Finds one match after another. */
  interface Search {
    /** Moves to the next match. Returns false where there is none. */
    boolean next();

    /** Returns where the match begins. */
    int start();

    /** Returns where the match ends. */
    int end();
  }
}
