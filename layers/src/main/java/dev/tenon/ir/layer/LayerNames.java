package dev.tenon.ir.layer;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes names of layers that were given none, as Keras does: {@code dense}, {@code dense_1}.
 *
 * <p>They are counted for the whole process, so that a layer may be part of several models.
 */
public final class LayerNames {
  private static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();

  private LayerNames() {}

  /** Returns the next name of a class. */
  public static String next(String className) {
    String base = snakeCase(className);
    int count = COUNTS.merge(base, 1, Integer::sum);
    return count == 1 ? base : base + "_" + (count - 1);
  }

  /** Begins to count anew: Keras' {@code clear_session()}. */
  public static void reset() {
    COUNTS.clear();
  }

  private static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
