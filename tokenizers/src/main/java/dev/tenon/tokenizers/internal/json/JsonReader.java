package dev.tenon.tokenizers.internal.json;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON by RFC 8259 into maps, lists, strings, {@code Long}, {@code Double} and {@code
 * Boolean}.
 *
 * <p>The last of equal keys counts. Nesting deeper than 128 and single surrogates are refused, as
 * in Hugging Face's reader.
 */
final class JsonReader {
  private static final int MOST_LEVELS = 128;

  private final String file;
  private final String text;
  private int at;

  JsonReader(String file, String text) {
    this.file = file;
    this.text = text;
  }

  @Nullable Object read() {
    Object value = value(0);
    blanks();
    if (at < text.length()) {
      throw error("the end of the file");
    }
    return value;
  }

  private @Nullable Object value(int level) {
    if (level > MOST_LEVELS) {
      throw error("at most " + MOST_LEVELS + " levels of nesting");
    }
    blanks();
    char next = at < text.length() ? text.charAt(at) : 0;
    return switch (next) {
      case '{' -> object(level);
      case '[' -> list(level);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int level) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    at++;
    blanks();
    if (take('}')) {
      return result;
    }
    do {
      blanks();
      if (at >= text.length() || text.charAt(at) != '"') {
        throw error("a key in quotes");
      }
      String key = string();
      blanks();
      need(':');
      result.put(key, value(level + 1));
      blanks();
    } while (take(','));
    need('}');
    return result;
  }

  private List<@Nullable Object> list(int level) {
    List<@Nullable Object> result = new ArrayList<>(2);
    at++;
    blanks();
    if (take(']')) {
      return result;
    }
    do {
      result.add(value(level + 1));
      blanks();
    } while (take(','));
    need(']');
    return result;
  }

  private String string() {
    int start = ++at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\') {
        return escaped(start);
      }
      if (c < ' ') {
        throw error("no control character in a string");
      }
      at++;
    }
    throw error("a closing quote");
  }

  private String escaped(int start) {
    StringBuilder result = new StringBuilder().append(text, start, at);
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return checked(result);
      }
      if (c < ' ') {
        at--;
        throw error("no control character in a string");
      }
      result.append(c == '\\' ? escape() : c);
    }
    throw error("a closing quote");
  }

  private String checked(StringBuilder result) {
    for (int i = 0; i < result.length(); i++) {
      if (Character.isHighSurrogate(result.charAt(i))
          && i + 1 < result.length()
          && Character.isLowSurrogate(result.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(result.charAt(i))) {
        throw error("surrogates in pairs");
      }
    }
    return result.toString();
  }

  private char escape() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw error("an escape of JSON");
    };
  }

  private char unicode() {
    int result = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? hex(text.charAt(at)) : -1;
      if (digit < 0) {
        throw error("four hexadecimal digits");
      }
      result = result * 16 + digit;
      at++;
    }
    return (char) result;
  }

  private static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = (c | 32) - 'a';
    return c < 128 && letter >= 0 && letter < 6 ? letter + 10 : -1;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw error("a value");
    }
    at += word.length();
    return value;
  }

  /** Reads a number; fractions get the bits that Hugging Face's reader gives them. */
  private Object number() {
    int start = at;
    boolean negative = take('-');
    RoundedNumber number = new RoundedNumber();
    if (!take('0')) {
      digits(number, false);
    }
    boolean whole = true;
    if (take('.')) {
      whole = false;
      digits(number, true);
    }
    if (take('e') || take('E')) {
      whole = false;
      boolean down = !take('+') && take('-');
      RoundedNumber power = new RoundedNumber();
      digits(power, false);
      number.scale(down ? -power.intValue() : power.intValue());
    }
    if (whole && at - start < 19) {
      return Long.parseLong(text.substring(start, at));
    }
    double value = number.value();
    if (Double.isInfinite(value)) {
      throw error("a number that a double can hold");
    }
    return negative ? -value : value;
  }

  private void digits(RoundedNumber number, boolean fraction) {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      number.add(text.charAt(at++) - '0', fraction);
    }
    if (at == start) {
      throw error("a value");
    }
  }

  private void blanks() {
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void need(char c) {
    if (!take(c)) {
      throw error("'" + c + "'");
    }
  }

  private MalformedTokenizerException error(String expected) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(at, text.length()); i++) {
      column = text.charAt(i) == '\n' ? 1 : column + 1;
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    String received =
        at < text.length()
            ? JsonNode.shown(text.substring(at, Math.min(at + 20, text.length())))
            : "the end of the file";
    return new MalformedTokenizerException(
        "%s, line %d, column %d: no valid JSON. Expected: %s. Received: %s"
            .formatted(file, line, column, expected, received));
  }
}
