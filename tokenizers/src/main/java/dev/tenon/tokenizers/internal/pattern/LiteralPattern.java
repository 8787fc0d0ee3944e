package dev.tenon.tokenizers.internal.pattern;

/** Finds a fixed text. */
public final class LiteralPattern implements TextPattern {
  private final int[] wanted;

  /** Creates the pattern of a text that is not empty. */
  public LiteralPattern(int[] wanted) {
    this.wanted = wanted.clone();
  }

  @Override
  public Search search(int[] text, int start, int end) {
    return new Search() {
      private int at = start - 1;
      private int free = start;

      @Override
      public boolean next() {
        for (at = free; at + wanted.length <= end; at++) {
          if (isAt(text, at)) {
            free = at + wanted.length;
            return true;
          }
        }
        return false;
      }

      @Override
      public int start() {
        return at;
      }

      @Override
      public int end() {
        return at + wanted.length;
      }
    };
  }

  private boolean isAt(int[] text, int at) {
    for (int i = 0; i < wanted.length; i++) {
      if (text[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
