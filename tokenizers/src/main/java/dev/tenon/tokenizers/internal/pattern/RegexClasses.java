package dev.tenon.tokenizers.internal.pattern;

import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import dev.tenon.tokenizers.internal.unicode.UnicodeData;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a regular expression that stand for one code point. */
final class RegexClasses {
  /** A set, and where its text ends. */
  record Found(CodePointSet set, int end) {}

  private static final int MOST_HEX_DIGITS = 8;

  private final int[] regex;

  RegexClasses(int[] regex) {
    this.regex = regex;
  }

  /** Reads a class, an escape or the dot. */
  Found at(int start, boolean ignoreCase) {
    if (regex[start] == '.') {
      return new Found(RegexParser.any(), start + 1);
    }
    if (regex[start] == '[') {
      return brackets(start, ignoreCase);
    }
    Found named = named(start);
    if (named != null) {
      return named;
    }
    int[] character = character(start);
    return new Found(letter(character[0], ignoreCase), character[1]);
  }

  /** Returns the forms of a letter that match it. */
  static CodePointSet letter(int c, boolean ignoreCase) {
    CodePointSet.Builder builder = new CodePointSet.Builder();
    builder.add(c, c + 1);
    if (ignoreCase) {
      addCases(builder, c);
    }
    return builder.build();
  }

  private static void addCases(CodePointSet.Builder builder, int c) {
    if (c >= 128) {
      throw refused("a character beyond ASCII where case does not count", -1);
    }
    int lower = c | 32;
    if (lower >= 'a' && lower <= 'z') {
      builder.add(lower, lower + 1).add(lower - 32, lower - 31);
    }
    if (lower == 's') {
      builder.add(0x17F, 0x180);
    } else if (lower == 'k') {
      builder.add(0x212A, 0x212B);
    }
  }

  private Found brackets(int start, boolean ignoreCase) {
    int at = start + 1;
    boolean negative = at < regex.length && regex[at] == '^';
    if (negative) {
      at++;
    }
    CodePointSet.Builder builder = new CodePointSet.Builder();
    int first = at;
    while (at < regex.length && (regex[at] != ']' || at == first)) {
      int c = regex[at];
      if (c == '[' || c == ']' || (c == '&' && at + 1 < regex.length && regex[at + 1] == '&')) {
        throw refused("a class in a class", at);
      }
      Found named = c == '\\' ? named(at) : null;
      at = named != null ? add(builder, named) : range(builder, at, ignoreCase);
    }
    if (at >= regex.length) {
      throw refused("a class that is not closed", start);
    }
    CodePointSet set = builder.build();
    return new Found(negative ? set.complement() : set, at + 1);
  }

  private static int add(CodePointSet.Builder builder, Found named) {
    builder.add(named.set());
    return named.end();
  }

  private int range(CodePointSet.Builder builder, int start, boolean ignoreCase) {
    int[] from = character(start);
    int at = from[1];
    int last = from[0];
    if (at + 1 < regex.length && regex[at] == '-' && regex[at + 1] != ']') {
      if (regex[at + 1] == '[' || (regex[at + 1] == '\\' && named(at + 1) != null)) {
        throw refused("a range to a class", at);
      }
      int[] to = character(at + 1);
      last = to[0];
      at = to[1];
    }
    if (last < from[0]) {
      throw refused("a range from high to low", start);
    }
    builder.add(from[0], last + 1);
    if (ignoreCase) {
      for (int c = from[0]; c <= last; c++) {
        addCases(builder, c);
      }
    }
    return at;
  }

  /**
   * Reads a class with a name, such as {@code \s} or {@code \p{L}}; null where it is another
   * escape.
   */
  private @Nullable Found named(int start) {
    int c = start + 1 < regex.length ? regex[start + 1] : 0;
    return switch (c) {
      case 's', 'w', 'd' -> new Found(UnicodeData.onigurumaClass((char) c), start + 2);
      case 'S', 'W', 'D' ->
          new Found(UnicodeData.onigurumaClass((char) (c | 32)).complement(), start + 2);
      case 'p', 'P' -> category(start, c == 'P');
      default -> null;
    };
  }

  private Found category(int start, boolean negative) {
    int open = start + 2;
    int close = open;
    while (close < regex.length && regex[close] != '}') {
      close++;
    }
    if (close >= regex.length || regex[open] != '{') {
      throw refused("a property without braces", start);
    }
    boolean inverted = open + 1 < close && regex[open + 1] == '^';
    int first = open + (inverted ? 2 : 1);
    String name = new String(regex, first, close - first);
    CodePointSet set = UnicodeData.category(name);
    if (set == null) {
      throw refused("the property " + name + ", which is no general category", start);
    }
    return new Found(negative != inverted ? set.complement() : set, close + 1);
  }

  private int[] character(int start) {
    int c = regex[start];
    if (c != '\\') {
      return new int[] {c, start + 1};
    }
    int next = start + 1 < regex.length ? regex[start + 1] : 0;
    return switch (next) {
      case 'n' -> new int[] {'\n', start + 2};
      case 'r' -> new int[] {'\r', start + 2};
      case 't' -> new int[] {'\t', start + 2};
      case 'f' -> new int[] {'\f', start + 2};
      case 'v' -> new int[] {0x0B, start + 2};
      case 'a' -> new int[] {7, start + 2};
      case 'e' -> new int[] {27, start + 2};
      case 'u' -> hex(start + 2, 4);
      case 'x' -> hexadecimal(start);
      default -> literal(next, start);
    };
  }

  private static int[] literal(int c, int start) {
    boolean mark = (c > ' ' && c < 127 && !Character.isLetterOrDigit(c)) || c == ' ';
    if (!mark) {
      throw refused("this escape", start);
    }
    return new int[] {c, start + 2};
  }

  private int[] hexadecimal(int start) {
    int open = start + 2;
    if (open >= regex.length || regex[open] != '{') {
      int[] found = hex(open, 2);
      if (found[0] > 127) {
        throw refused("a byte that is no character", start);
      }
      return found;
    }
    int close = open;
    while (close < regex.length && regex[close] != '}') {
      close++;
    }
    if (close >= regex.length || close - open - 1 > MOST_HEX_DIGITS) {
      throw refused("this escape", start);
    }
    return new int[] {hex(open + 1, close - open - 1)[0], close + 1};
  }

  private int[] hex(int start, int digits) {
    long result = 0;
    for (int i = start; i < start + digits; i++) {
      int digit = i < regex.length && regex[i] < 128 ? Character.digit(regex[i], 16) : -1;
      if (digit < 0) {
        throw refused("this escape", start);
      }
      result = result * 16 + digit;
    }
    if (digits == 0 || result > Character.MAX_CODE_POINT) {
      throw refused("this escape", start);
    }
    return new int[] {(int) result, start + digits};
  }

  static IllegalArgumentException refused(String what, int at) {
    return new IllegalArgumentException(at < 0 ? what : what + " at character " + at);
  }
}
