package dev.tenon.tokenizers.internal.pattern;

import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import dev.tenon.tokenizers.internal.unicode.UnicodeData;
import java.util.Objects;

/**
 * GPT-2's words: {@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+|
 * ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+}.
 *
 * <p>The matches cover the whole text.
 */
public final class Gpt2Pattern implements TextPattern {
  /** The regular expression, as files have it. */
  public static final String REGEX =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  /** The only instance. */
  public static final Gpt2Pattern INSTANCE = new Gpt2Pattern();

  private static final CodePointSet LETTERS = Objects.requireNonNull(UnicodeData.category("L"));
  private static final CodePointSet NUMBERS = Objects.requireNonNull(UnicodeData.category("N"));
  private static final CodePointSet SPACES = UnicodeData.onigurumaClass('s');
  private static final byte LETTER = 1;
  private static final byte NUMBER = 2;
  private static final byte SPACE = 3;
  private static final byte OTHER = 4;
  private static final byte[] ASCII = new byte[128];

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = slowKind(c);
    }
  }

  private Gpt2Pattern() {}

  @Override
  public Search search(int[] text, int start, int end) {
    return new Search() {
      private int from = start;
      private int to = start;

      @Override
      public boolean next() {
        from = to;
        if (from >= end) {
          return false;
        }
        to = matchEnd(text, from, end);
        return true;
      }

      @Override
      public int start() {
        return from;
      }

      @Override
      public int end() {
        return to;
      }
    };
  }

  /** Returns the end of the match that begins at an index. */
  public static int matchEnd(int[] text, int from, int end) {
    int c = text[from];
    if (c == '\'') {
      int length = contraction(text, from + 1, end);
      if (length > 0) {
        return from + 1 + length;
      }
    }
    byte kind = kind(c);
    if (kind != SPACE) {
      return run(text, from + 1, end, kind);
    }
    if (c == ' ' && from + 1 < end && kind(text[from + 1]) != SPACE) {
      return run(text, from + 2, end, kind(text[from + 1]));
    }
    int last = run(text, from + 1, end, SPACE);
    return last == end || last == from + 1 ? last : last - 1;
  }

  private static int run(int[] text, int from, int end, byte kind) {
    int at = from;
    while (at < end && kind(text[at]) == kind) {
      at++;
    }
    return at;
  }

  private static int contraction(int[] text, int at, int end) {
    int first = at < end ? text[at] : 0;
    int second = at + 1 < end ? text[at + 1] : 0;
    return switch (first) {
      case 's', 't', 'm', 'd' -> 1;
      case 'r', 'v' -> second == 'e' ? 2 : 0;
      case 'l' -> second == 'l' ? 2 : 0;
      default -> 0;
    };
  }

  private static byte kind(int c) {
    return c < 128 ? ASCII[c] : slowKind(c);
  }

  private static byte slowKind(int c) {
    if (LETTERS.contains(c)) {
      return LETTER;
    }
    if (NUMBERS.contains(c)) {
      return NUMBER;
    }
    return SPACES.contains(c) ? SPACE : OTHER;
  }
}
