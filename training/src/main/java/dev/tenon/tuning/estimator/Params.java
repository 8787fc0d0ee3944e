package dev.tenon.tuning.estimator;

import dev.tenon.error.Names;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Hyperparameters by name; immutable. */
public final class Params {
  private final Map<String, Object> values;

  /** Takes the hyperparameters by name, as a search hands them to a {@link ModelFunction}. */
  public Params(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * Returns an integer.
   *
   * @throws IllegalArgumentException for a name that is none, with the nearest ones, or another
   *     kind of value
   */
  public int integer(String name) {
    return integer(name, get(name));
  }

  /** Returns a number; see {@link #integer}. */
  public double number(String name) {
    return number(name, get(name));
  }

  /** Returns a text; see {@link #integer}. */
  public String text(String name) {
    return get(name, String.class);
  }

  /** Returns yes or no; see {@link #integer}. */
  public boolean flag(String name) {
    return get(name, Boolean.class);
  }

  /** Returns a value of any class; see {@link #integer}. */
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

  /** Returns all of them, in alphabetical order. */
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
