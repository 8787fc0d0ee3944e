package dev.tenon.metrics;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the element type that a metric's configuration may name. */
final class ElementTypes {
  private static final String KEY = "dtype";

  private ElementTypes() {}

  /**
   * Puts the type's name in the place of a policy.
   *
   * @throws IllegalArgumentException for a type in which Tenon keeps no metrics
   */
  static void check(String what, Metric metric, Map<String, @Nullable Object> config) {
    Object given = config.get(KEY);
    if (given instanceof Map<?, ?> policy && policy.get("config") instanceof Map<?, ?> inner) {
      given = inner.get("name");
    }
    if (given == null) {
      config.remove(KEY);
      return;
    }
    config.put(KEY, given);
    if (!(metric instanceof Counting) && !given.equals("float32")) {
      throw new IllegalArgumentException(
          what + ": metrics are kept as float32, dtype '" + given + "' is not supported");
    }
  }

  /** A metric whose configuration chooses the type of its counts. */
  interface Counting {}
}
