package dev.tenon.layers.base;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Makes names of layers that were given none, as Keras does: {@code dense}, {@code dense_1}.
 *
 * <p>Each thread counts its own layers, as Keras 3 does: the names of a model do not depend on what
 * other threads build. They differ within a thread, so that a layer may be part of several models.
 *
 * @see <a href="https://keras.io/api/utils/config_utils/">Keras: clear_session</a>
 */
public final class LayerNames {
  private static final ThreadLocal<Map<String, Integer>> COUNTS =
      ThreadLocal.withInitial(HashMap::new);

  private LayerNames() {}

  /** Returns the next name of a class. */
  public static String next(String className) {
    String base = snakeCase(className);
    int count = COUNTS.get().merge(base, 1, Integer::sum);
    return count == 1 ? base : base + "_" + (count - 1);
  }

  /** Begins to count anew in this thread: Keras' {@code clear_session()}. */
  public static void reset() {
    COUNTS.remove();
  }

  /** Spells a class name as Keras does in names and paths: {@code Conv2D} is {@code conv2d}. */
  public static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
