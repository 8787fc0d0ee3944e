package dev.tenon.layers.common;

import dev.tenon.ir.graph.KerasObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of an activation or a regularizer.
 *
 * @param kind what messages call it
 */
record Options(String kind, KerasObject object) {

  double number(String key, double fallback) {
    Double given = numberOrNull(key);
    return given == null ? fallback : given;
  }

  @Nullable Double numberOrNull(String key) {
    Object value = object.config().get(key);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(key, "a number", value);
  }

  boolean flag(String key) {
    return Boolean.TRUE.equals(object.config().get(key));
  }

  /** Returns the single axis, -1 where none is given. */
  int axis() {
    List<Long> axes = axes();
    if (axes.size() != 1) {
      throw wrong("axis", "one axis", axes);
    }
    return Math.toIntExact(axes.get(0));
  }

  /** Returns the axes, -1 where none is given. */
  List<Long> axes() {
    Object value = object.config().get("axis");
    if (value == null) {
      return List.of(-1L);
    }
    if (value instanceof Number number) {
      return List.of(number.longValue());
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> ((Number) item).longValue()).toList();
    }
    throw wrong("axis", "an integer or a list of them", value);
  }

  /** Returns the function of an Activation layer that stands in the place of a function. */
  KerasObject activation() {
    Object value = object.config().get("activation");
    if (value instanceof KerasObject inner) {
      return inner;
    }
    if (value instanceof String name) {
      return KerasObject.of(name);
    }
    if (value instanceof Map<?, ?> map && map.get("class_name") instanceof String name) {
      Map<String, @Nullable Object> config = new LinkedHashMap<>();
      if (map.get("config") instanceof Map<?, ?> options) {
        options.forEach((key, option) -> config.put(String.valueOf(key), option));
      }
      return new KerasObject(name, config);
    }
    throw wrong("activation", "a function's name", value);
  }

  private IllegalArgumentException wrong(String key, String expected, @Nullable Object value) {
    return new IllegalArgumentException(
        kind
            + " "
            + object.className()
            + ": option '"
            + key
            + "' must be "
            + expected
            + ", it is "
            + value);
  }
}
