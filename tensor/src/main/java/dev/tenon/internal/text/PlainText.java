package dev.tenon.internal.text;

import java.util.stream.Collectors;

/**
 * Escapes text from files so that a terminal, a log or a message shows it safely.
 *
 * <p>Names in model files may contain any character. An escape sequence moves a terminal's cursor,
 * a line feed forges a line of a log, and U+202E reverses letters. Control characters, format
 * characters, line and paragraph separators and lone surrogates become Java escapes: {@code \n},
 * {@code \u001b}, {@code \u202e}. All other text stays.
 */
public final class PlainText {
  private PlainText() {}

  /** Returns the text with control, format and separator characters escaped. */
  public static String of(String text) {
    return escaped(text, false);
  }

  /** Returns text of several lines, with tabs and line ends unchanged. */
  public static String lines(String text) {
    return escaped(text, true);
  }

  /** Returns text of several lines as one line, such as a message of a native library. */
  public static String oneLine(String text) {
    return of(text.lines().map(String::strip).collect(Collectors.joining(" ")));
  }

  private static String escaped(String text, boolean layout) {
    int clean = 0;
    while (clean < text.length() && text.charAt(clean) >= ' ' && text.charAt(clean) < 0x7f) {
      clean++;
    }
    if (clean == text.length()) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length() + 16).append(text, 0, clean);
    for (int at = clean; at < text.length(); ) {
      int point = text.codePointAt(at);
      boolean kept = layout && isLayout(text, at);
      if (kept || isPlain(point)) {
        plain.appendCodePoint(point);
      } else {
        escape(point, plain);
      }
      at += Character.charCount(point);
    }
    return plain.toString();
  }

  private static boolean isLayout(String text, int at) {
    char c = text.charAt(at);
    return c == '\n' || c == '\t' || (c == '\r' && text.startsWith("\n", at + 1));
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static void escape(int point, StringBuilder plain) {
    switch (point) {
      case '\n' -> plain.append("\\n");
      case '\r' -> plain.append("\\r");
      case '\t' -> plain.append("\\t");
      default -> {
        for (char unit : Character.toChars(point)) {
          plain.append(String.format("\\u%04x", (int) unit));
        }
      }
    }
  }
}
