package dev.tenon.data.text;

import java.util.Locale;
import java.util.Map;

/** Writes JSON as Python's {@code json.dumps} does: spaces after commas and colons, ASCII only. */
final class PythonJson {
  private PythonJson() {}

  static String of(Map<?, ?> map) {
    StringBuilder json = new StringBuilder("{");
    String comma = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.append(comma);
      string(json, String.valueOf(entry.getKey()));
      json.append(": ");
      value(json, entry.getValue());
      comma = ", ";
    }
    return json.append("}").toString();
  }

  private static void value(StringBuilder json, Object value) {
    if (value instanceof String text) {
      string(json, text);
    } else if (value instanceof Map<?, ?> map) {
      json.append(of(map));
    } else {
      // Numbers, true and false; null stands for itself.
      json.append(value);
    }
  }

  private static void string(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        default -> {
          if (character >= ' ' && character <= '~') {
            json.append(character);
          } else {
            json.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
          }
        }
      }
    }
    json.append('"');
  }
}
