package dev.tenon.optimizers;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes records of numbers, flags and lists by Keras' keys, which are the components'
 * names in snake case: {@code beta1} is {@code beta_1}, {@code l1Ratio} is {@code l1_ratio}.
 */
final class KerasRecord {
  private static final Pattern CAPITAL = Pattern.compile("([a-z0-9])([A-Z])");
  private static final Pattern NUMBERED = Pattern.compile("([a-z]{2,})([0-9])");

  private KerasRecord() {}

  static String key(String component) {
    String words = CAPITAL.matcher(component).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    return NUMBERED.matcher(words).replaceAll("$1_$2");
  }

  /** Returns the values of a record by Keras' keys, in the record's order. */
  static Map<String, @Nullable Object> toMap(Record record) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      values.put(key(component.getName()), get(component, record));
    }
    return values;
  }

  /**
   * Returns a record with other values.
   *
   * @param type the kind of record
   * @param where starts the sentence of an exception
   * @param values by Keras' keys, all of the record's
   * @throws IllegalArgumentException where a value is of another kind than the component, or the
   *     record does not accept it
   */
  static <R extends Record> R of(
      Class<R> type, String where, Map<String, @Nullable Object> values) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = key(components[i].getName());
      types[i] = components[i].getType();
      if (!values.containsKey(key)) {
        throw new IllegalArgumentException(where + ": '" + key + "' is missing");
      }
      arguments[i] = converted(types[i], values.get(key), where + ": '" + key + "'");
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw new IllegalArgumentException(where + ": " + wrong.getMessage(), wrong);
      }
      throw new IllegalStateException(where + ": cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(where + ": cannot be made", e);
    }
  }

  private static @Nullable Object get(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component.getName() + " cannot be read", e);
    }
  }

  private static @Nullable Object converted(Class<?> type, @Nullable Object value, String what) {
    if (value == null && type.isPrimitive()) {
      throw new IllegalArgumentException(what + " must be " + kind(type) + ", received none");
    }
    if (value == null || type.isInstance(value)) {
      return value instanceof List<?> list ? numbers(list) : value;
    }
    if (value instanceof Number number) {
      if (type == double.class || type == Double.class) {
        return number.doubleValue();
      }
      if ((type == long.class || type == Long.class)
          && number.doubleValue() == Math.rint(number.doubleValue())) {
        return number.longValue();
      }
    }
    if (value instanceof Boolean && type == boolean.class) {
      return value;
    }
    throw new IllegalArgumentException(what + " must be " + kind(type) + ", received " + value);
  }

  /** Lists hold numbers or text; Keras may write whole numbers without a point. */
  private static List<Object> numbers(List<?> list) {
    List<Object> converted = new ArrayList<>();
    for (Object entry : list) {
      converted.add(entry instanceof Number number ? (Object) number.doubleValue() : entry);
    }
    return converted;
  }

  private static String kind(Class<?> type) {
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == long.class || type == Long.class) {
      return "a whole number";
    }
    return Arrays.asList(boolean.class, Boolean.class).contains(type) ? "true or false" : "a list";
  }
}
