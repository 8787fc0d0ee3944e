package dev.tenon.tokenizers.internal.json;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.error.UnsupportedTokenizerException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in a JSON file and its place there, so that messages can name both.
 *
 * <p>Getters throw a {@link MalformedTokenizerException} where the value has another type.
 */
public final class JsonNode {
  private static final int LONGEST = 60;
  private static final int LONGEST_PATH = 120;

  private final String file;
  private final String path;
  private final @Nullable Object value;

  private JsonNode(String file, String path, @Nullable Object value) {
    this.file = file;
    this.path = path;
    this.value = value;
  }

  /** Parses a whole file. */
  public static JsonNode parse(String file, String text) {
    return new JsonNode(file, "", new JsonReader(file, text).read());
  }

  /** Says whether the value is {@code null} or was left out. */
  public boolean isNull() {
    return value == null;
  }

  /** Says whether the value is a string. */
  public boolean isText() {
    return value instanceof String;
  }

  /** Returns the member of an object; one that is absent is {@code null}. */
  public JsonNode get(String name) {
    return new JsonNode(file, path.isEmpty() ? name : path + "." + name, members().get(name));
  }

  /** Returns the members of an object, in the order of the file. */
  public Map<String, @Nullable Object> members() {
    if (value instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // JsonReader makes no other maps.
      Map<String, @Nullable Object> members = (Map<String, @Nullable Object>) map;
      return members;
    }
    throw wrong("an object");
  }

  /** Returns the plain elements of a list. */
  public List<? extends @Nullable Object> elements() {
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong("a list");
  }

  /** Returns the elements of a list. */
  public List<JsonNode> list() {
    List<JsonNode> nodes = new ArrayList<>();
    for (Object each : elements()) {
      nodes.add(new JsonNode(file, path + "[" + nodes.size() + "]", each));
    }
    return nodes;
  }

  /** Returns a string. */
  public String text() {
    if (value instanceof String text) {
      return text;
    }
    throw wrong("a string");
  }

  /** Returns a string, or the given one where the value is null. */
  public String text(String otherwise) {
    return value == null ? otherwise : text();
  }

  /** Returns a string of one code point. */
  public int codePoint() {
    String text = text();
    if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
      throw wrong("a string of one character");
    }
    return text.codePointAt(0);
  }

  /** Returns a truth value. */
  public boolean flag() {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong("true or false");
  }

  /** Returns a truth value, or the given one where the value is null. */
  public boolean flag(boolean otherwise) {
    return value == null ? otherwise : flag();
  }

  /** Returns a whole number from 0 to 2³¹ − 1. */
  public int count() {
    if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw wrong("a whole number from 0 to " + Integer.MAX_VALUE);
  }

  /** Returns a number. */
  public double number() {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong("a number");
  }

  /** Returns the exception for a value that is not as expected. */
  public MalformedTokenizerException wrong(String expected) {
    return new MalformedTokenizerException(
        "%s: Expected: %s. Received: %s".formatted(place(), expected, received()));
  }

  /** Returns the exception for a value that is valid and unknown here. */
  public UnsupportedTokenizerException unknown(Collection<String> known) {
    return unsupported("known are " + String.join(", ", known));
  }

  /** Returns the exception for a value that is valid and not supported, with what is. */
  public UnsupportedTokenizerException unsupported(String supported) {
    return new UnsupportedTokenizerException(
        "%s: not supported: %s. Supported: %s".formatted(place(), received(), supported));
  }

  private String place() {
    return path.isEmpty() ? file : file + ", " + plain(path, LONGEST_PATH);
  }

  private String received() {
    if (value instanceof Map<?, ?> map) {
      return "an object of " + map.size() + " members";
    }
    if (value instanceof List<?> list) {
      return "a list of " + list.size() + " elements";
    }
    return value instanceof String text ? shown(text) : String.valueOf(value);
  }

  /** Returns a text from a file in quotes, shortened, with no control characters. */
  public static String shown(String text) {
    return '"' + plain(text, LONGEST) + '"';
  }

  /** Returns a text from a file, shortened, with no control characters. */
  private static String plain(String text, int most) {
    StringBuilder result = new StringBuilder();
    text.codePoints()
        .limit(most)
        .forEach(
            c -> {
              if (c < ' ' || c >= 0x7f) {
                result.append("\\u{").append(Integer.toHexString(c)).append('}');
              } else {
                result.append((char) c);
              }
            });
    return result.append(text.codePointCount(0, text.length()) > most ? "…" : "").toString();
  }
}
