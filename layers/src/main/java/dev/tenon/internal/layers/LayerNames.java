package dev.tenon.internal.layers;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Generates names of layers as Keras does: {@code dense}, {@code dense_1}.
 *
 * <p>Each thread counts its own layers, as Keras 3 does, so that the names of a model do not depend
 * on other threads. Names are unique within a thread.
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

  /** Resets the counters of this thread: Keras' {@code clear_session()}. */
  public static void reset() {
    COUNTS.remove();
  }

  /**
   * Converts a class name to Keras' spelling in names and paths: {@code Conv2D} to {@code conv2d}.
   */
  public static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
