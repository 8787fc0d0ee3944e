package dev.tenon.tuning.estimator;

import dev.tenon.internal.text.Names;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Hyperparameters by name, for a {@link ModelFunction}; immutable. */
public final class Params {
  private final Map<String, Object> values;

  /**
   * Creates hyperparameters.
   *
   * @param values the values by name
   */
  public Params(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * Returns an integer.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown (the message has the nearest names) or
   *     the value is not an integer
   */
  public int integer(String name) {
    return integer(name, get(name));
  }

  /**
   * Returns a number.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown or the value is not a number
   */
  public double number(String name) {
    return number(name, get(name));
  }

  /**
   * Returns a string.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown or the value is not a string
   */
  public String text(String name) {
    return get(name, String.class);
  }

  /**
   * Returns a boolean.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown or the value is not a boolean
   */
  public boolean flag(String name) {
    return get(name, Boolean.class);
  }

  /**
   * Returns a value of a class.
   *
   * @param name the name
   * @param type the class
   * @throws IllegalArgumentException if the name is unknown or the value is of another class
   */
  public <T> T get(String name, Class<T> type) {
    return value(name, get(name), type);
  }

  private Object get(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          Names.unknown("hyperparameter", name, values.keySet())
              + "; give the estimator a default for each that the build function asks for");
    }
    return value;
  }

  /** Returns all hyperparameters in alphabetical order. */
  public Map<String, Object> map() {
    return values;
  }

  @Override
  public String toString() {
    return values.toString();
  }

  static int integer(String name, Object value) {
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      return Math.toIntExact(((Number) value).longValue());
    }
    throw wrong(name, value, "an integer");
  }

  static double number(String name, Object value) {
    return value(name, value, Number.class).doubleValue();
  }

  static <T> T value(String name, Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw wrong(name, value, type == Number.class ? "a number" : "a " + type.getSimpleName());
    }
    return type.cast(value);
  }

  private static IllegalArgumentException wrong(String name, Object value, String expected) {
    return new IllegalArgumentException(
        "hyperparameter '"
            + name
            + "' must be "
            + expected
            + ", received "
            + value
            + " ("
            + value.getClass().getSimpleName()
            + ")");
  }
}
