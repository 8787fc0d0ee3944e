package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Says which optimizer each weight has, by the weight's path.
 *
 * <p>A key is a path such as {@code encoder/dense/kernel}, or a regular expression that matches a
 * whole path, such as {@code encoder/.*}. The path itself counts before expressions.
 *
 * <pre>{@code
 * optimizerMap(sgd(0.1)).put("encoder/.*", adam(1e-3))
 * }</pre>
 *
 * @param defaultOptimizer the optimizer of weights without a key
 * @param optimizerMap the optimizers by key
 * @see <a href="https://keras.io/api/optimizers/">Keras: OptimizerMap</a>
 */
@Setters
public record OptimizerMap(Optimizer defaultOptimizer, Map<String, Optimizer> optimizerMap)
    implements OptimizerMapSetters {
  public OptimizerMap {
    optimizerMap = Collections.unmodifiableMap(new LinkedHashMap<>(optimizerMap));
    checkRule("the default optimizer", defaultOptimizer);
    optimizerMap.forEach(
        (key, optimizer) -> {
          checkRule("the optimizer of '" + key + "'", optimizer);
          checkKey(key);
        });
  }

  private static void checkRule(String which, Optimizer optimizer) {
    if (optimizer instanceof LossScaleOptimizer || optimizer instanceof MultiOptimizer) {
      throw new IllegalArgumentException(
          "OptimizerMap: " + which + " must be one rule, received " + optimizer.className());
    }
  }

  private static void checkKey(String key) {
    try {
      Pattern.compile(key);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "OptimizerMap: '" + key + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  /**
   * Returns the map with one more key.
   *
   * @throws IllegalArgumentException where the key is there already
   */
  public OptimizerMap put(String key, Optimizer optimizer) {
    if (optimizerMap.containsKey(key)) {
      throw new IllegalArgumentException("OptimizerMap: '" + key + "' is there already");
    }
    Map<String, Optimizer> more = new LinkedHashMap<>(optimizerMap);
    more.put(key, optimizer);
    return new OptimizerMap(defaultOptimizer, more);
  }

  /**
   * Returns the optimizer of a weight.
   *
   * @param path the path of the weight, such as {@code dense/kernel}
   * @throws IllegalArgumentException where several expressions match
   */
  public Optimizer get(String path) {
    Optimizer exact = optimizerMap.get(path);
    if (exact != null) {
      return exact;
    }
    List<String> keys =
        optimizerMap.keySet().stream().filter(key -> Pattern.matches(key, path)).toList();
    if (keys.size() > 1) {
      throw new IllegalArgumentException(
          "OptimizerMap: the keys " + keys + " all match the weight '" + path + "'; expected one");
    }
    return keys.isEmpty()
        ? defaultOptimizer
        : optimizerMap.getOrDefault(keys.get(0), defaultOptimizer);
  }
}
