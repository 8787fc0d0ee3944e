package dev.tenon.metrics;

import dev.tenon.tensor.DType;
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
    boolean kept =
        metric instanceof LossMean
            ? given.equals("float32")
            : given instanceof String name && DType.of(name).isFloating();
    if (!(metric instanceof Counting) && !kept) {
      throw new IllegalArgumentException(
          what
              + ": its sums are kept as "
              + (metric instanceof LossMean ? "float32" : "floating numbers")
              + ", dtype '"
              + given
              + "' is not supported");
    }
  }

  /** A metric whose configuration chooses the type of its counts. */
  interface Counting {}
}
