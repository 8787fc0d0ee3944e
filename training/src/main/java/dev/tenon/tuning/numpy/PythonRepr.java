package dev.tenon.tuning.numpy;

import dev.tenon.tensor.PythonText;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats values as Python does. */
public final class PythonRepr {
  private PythonRepr() {}

  /** Returns {@code str(value)}. */
  public static String str(Object value) {
    return value instanceof String text ? text : repr(value);
  }

  /**
   * Returns {@code repr(value)} of strings, numbers, booleans, maps and lists; other objects give
   * {@code toString()}.
   */
  public static String repr(Object value) {
    if (value instanceof String text) {
      return PythonText.quoted(text);
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof Double || value instanceof Float) {
      return PythonText.repr(((Number) value).doubleValue());
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(PythonRepr::repr).collect(Collectors.joining(", ", "[", "]"));
    }
    return value.toString();
  }
}
