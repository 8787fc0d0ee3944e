package dev.tenon.config;

import dev.tenon.internal.annotations.ObjectMarkers;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes one value of a configuration. */
final class ConfigValue {
  private ConfigValue() {}

  static @Nullable Object read(String where, RecordComponent component, @Nullable Object given) {
    Class<?> type = component.getType();
    Object plain = unwrap(given);
    if (type.isEnum()) {
      return constant(where, type, plain);
    }
    if (plain == null) {
      if (type.isPrimitive()) {
        throw new IllegalArgumentException(
            where + " must be " + expected(type) + ", received none");
      }
      return null;
    }
    if (List.class.isAssignableFrom(type)) {
      Class<?> entry =
          component.getGenericType() instanceof ParameterizedType list
                  && list.getActualTypeArguments()[0] instanceof Class<?> known
              ? known
              : Object.class;
      List<Object> entries = new ArrayList<>();
      for (Object one : plain instanceof List<?> list ? list : List.of(plain)) {
        entries.add(single(where, entry, unwrap(one)));
      }
      return List.copyOf(entries);
    }
    return single(where, type, plain);
  }

  static @Nullable Object write(@Nullable Object value) {
    return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value;
  }

  /** Takes a tuple or an array out of the wrapping in which Keras 3 writes it. */
  private static @Nullable Object unwrap(@Nullable Object given) {
    if (given instanceof Map<?, ?> map && map.get("class_name") instanceof String name) {
      if (name.equals(ObjectMarkers.TUPLE)) {
        return map.get("items");
      }
      boolean array = name.equals(ObjectMarkers.BACKEND_TENSOR) || name.equals(ObjectMarkers.ARRAY);
      if (array && map.get("config") instanceof Map<?, ?> config) {
        return config.get("value");
      }
    }
    return given;
  }

  private static Object single(String where, Class<?> type, @Nullable Object plain) {
    if (plain instanceof Number number) {
      if (type == double.class || type == Double.class) {
        return number.doubleValue();
      }
      boolean whole = number.doubleValue() == number.longValue();
      if ((type == long.class || type == Long.class) && whole) {
        return number.longValue();
      }
    }
    if (plain instanceof Boolean && (type == boolean.class || type == Boolean.class)) {
      return plain;
    }
    if (type.isInstance(plain)) {
      return plain;
    }
    throw new IllegalArgumentException(
        where + " must be " + expected(type) + ", received " + plain);
  }

  private static Object constant(String where, Class<?> type, @Nullable Object plain) {
    String name = plain == null ? "none" : plain.toString();
    for (Object constant : type.getEnumConstants()) {
      if (constant.toString().equalsIgnoreCase(name)) {
        return constant;
      }
    }
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      names.add(constant.toString().toLowerCase(Locale.ROOT));
    }
    throw new IllegalArgumentException(where + " must be one of " + names + ", received " + plain);
  }

  private static String expected(Class<?> type) {
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == long.class || type == Long.class) {
      return "an integer";
    }
    return type == String.class ? "a text" : "true or false";
  }
}
