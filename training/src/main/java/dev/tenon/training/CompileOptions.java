package dev.tenon.training;

import dev.tenon.internal.options.Setters;
import dev.tenon.losses.Loss;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metric;
import dev.tenon.metrics.Metrics;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.Optimizers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The arguments of Keras' {@code compile}: optimizer, loss, loss weights, metrics, weighted metrics
 * and steps per execution.
 *
 * <p>A setting without the name of an output applies to all outputs. Immutable: each setter returns
 * a new object.
 *
 * @param optimizer what changes the weights; RMSprop
 * @param losses a loss or its name for each output; an empty name stands for all outputs
 * @param lossWeights what the losses of outputs are multiplied by before they are added up
 * @param metrics metrics or their names for each output; an empty name stands for all outputs
 * @param weightedMetrics metrics that sample weights count in, or their names, for each output
 * @param autoScaleLoss whether the optimizer of a model that was made under the policy {@code
 *     mixed_float16} is put into a {@link dev.tenon.optimizers.LossScaleOptimizer}; true
 * @param stepsPerExecution how many batches {@code fit} and {@code evaluate} run between two calls
 *     of callbacks, which see the numbers of the first and of the last batch of a block; the last
 *     block of an epoch may have fewer; 1
 * @see <a href="https://keras.io/api/models/model_training_apis/">Keras: compile</a>
 */
@Setters
public record CompileOptions(
    Optimizer optimizer,
    Map<String, Object> losses,
    Map<String, Double> lossWeights,
    Map<String, List<Object>> metrics,
    Map<String, List<Object>> weightedMetrics,
    boolean autoScaleLoss,
    int stepsPerExecution)
    implements CompileOptionsSetters {
  /** The name that stands for every output. */
  public static final String ALL = "";

  public CompileOptions {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    lossWeights = Collections.unmodifiableMap(new LinkedHashMap<>(lossWeights));
    metrics = copy(metrics);
    weightedMetrics = copy(weightedMetrics);
    if (stepsPerExecution < 1) {
      throw new IllegalArgumentException(
          "stepsPerExecution must be at least 1, received " + stepsPerExecution);
    }
    lossWeights.forEach(
        (output, weight) -> {
          if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                "lossWeight of output '"
                    + output
                    + "' must be a finite number, received "
                    + weight);
          }
        });
  }

  private static Map<String, List<Object>> copy(Map<String, List<Object>> given) {
    Map<String, List<Object>> copy = new LinkedHashMap<>();
    given.forEach((output, list) -> copy.put(output, List.copyOf(list)));
    return Collections.unmodifiableMap(copy);
  }

  /** Returns options with Keras' default optimizer, RMSprop, without losses and metrics. */
  public static CompileOptions compile() {
    return new CompileOptions(
        Optimizers.of("rmsprop"), Map.of(), Map.of(), Map.of(), Map.of(), true, 1);
  }

  /**
   * Sets the optimizer by Keras' name, such as {@code adam}.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown; the message has the nearest names
   */
  public CompileOptions optimizer(String name) {
    return optimizer(Optimizers.of(name));
  }

  /** Sets the loss of every output. */
  public CompileOptions loss(Loss loss) {
    return loss(ALL, loss);
  }

  /**
   * Sets the loss of every output by Keras' name, such as {@code mse}.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown; the message has the nearest names
   */
  public CompileOptions loss(String name) {
    return loss(ALL, name);
  }

  /**
   * Sets the loss of one output; outputs without a loss are not trained.
   *
   * @param output the name of the output
   * @param loss the loss
   */
  public CompileOptions loss(String output, Loss loss) {
    return choose(output, loss);
  }

  /**
   * Sets the loss of one output by Keras' name.
   *
   * @param output the name of the output
   * @param name the name of the loss
   * @throws IllegalArgumentException if the name of the loss is unknown
   */
  public CompileOptions loss(String output, String name) {
    checkLoss(name);
    return choose(output, name);
  }

  /**
   * Sets the loss of each output: Keras' {@code loss={"a": "mse", "b": …}}.
   *
   * @param losses Keras' name of a loss, or a {@link Loss}, by the name of an output
   * @throws IllegalArgumentException if a name of a loss is unknown, or a value has another type
   */
  public CompileOptions loss(Map<String, ?> losses) {
    CompileOptions options = this;
    for (Map.Entry<String, ?> entry : losses.entrySet()) {
      if (entry.getValue() instanceof Loss loss) {
        options = options.loss(entry.getKey(), loss);
      } else if (entry.getValue() instanceof String name) {
        options = options.loss(entry.getKey(), name);
      } else {
        throw new IllegalArgumentException(
            "loss of output '"
                + entry.getKey()
                + "' must be a name or a Loss, received "
                + entry.getValue());
      }
    }
    return options;
  }

  /** Checks a name at once instead of at the first batch. */
  private static void checkLoss(String name) {
    if (!name.equalsIgnoreCase("crossentropy") && !name.equalsIgnoreCase("ce")) {
      Losses.of(name);
    }
  }

  private static void checkMetric(String name) {
    if (!Set.of("accuracy", "acc", "crossentropy", "ce").contains(name.toLowerCase(Locale.ROOT))) {
      Metrics.of(name);
    }
  }

  private CompileOptions choose(String output, Object choice) {
    return losses(with(losses, output, choice));
  }

  /**
   * Sets the factor of the loss of one output in the total loss; 1 by default.
   *
   * @param output the name of the output
   * @param weight a finite number
   * @throws IllegalArgumentException if the weight is not finite
   */
  public CompileOptions lossWeight(String output, double weight) {
    return lossWeights(with(lossWeights, output, weight));
  }

  /**
   * Adds metrics of every output, or of outputs by name: {@code metrics(Map.of("a", "mae"))}.
   *
   * @param given Keras' names such as {@code accuracy}, {@link Metric}s, and {@link Loss}es, which
   *     are reported as means; or maps from the names of outputs to one of these or a list
   * @throws IllegalArgumentException if a name is unknown (the message has the nearest names) or an
   *     object has another type
   */
  public CompileOptions metrics(Object... given) {
    return measured(given, false);
  }

  /**
   * Adds a metric of one output by Keras' name.
   *
   * @param output the name of the output
   * @param name the name of the metric
   * @throws IllegalArgumentException if the name of the metric is unknown
   */
  public CompileOptions metric(String output, String name) {
    checkMetric(name);
    return measure(output, name);
  }

  /**
   * Adds a metric of one output.
   *
   * @param output the name of the output
   * @param metric the metric
   */
  public CompileOptions metric(String output, Metric metric) {
    return measure(output, metric);
  }

  /**
   * Adds a loss as a metric of one output, reported under its name.
   *
   * @param output the name of the output
   * @param loss the loss
   */
  public CompileOptions metric(String output, Loss loss) {
    return measure(output, loss);
  }

  private CompileOptions measured(Object[] given, boolean weighted) {
    CompileOptions options = this;
    for (Object metric : given) {
      if (metric instanceof Map<?, ?> byOutput) {
        for (Map.Entry<?, ?> entry : byOutput.entrySet()) {
          List<?> ofOutput =
              entry.getValue() instanceof List<?> list ? list : List.of(entry.getValue());
          for (Object one : ofOutput) {
            options = options.measured(String.valueOf(entry.getKey()), one, weighted);
          }
        }
      } else {
        options = options.measured(ALL, metric, weighted);
      }
    }
    return options;
  }

  private CompileOptions measured(String output, Object metric, boolean weighted) {
    if (metric instanceof String name) {
      checkMetric(name);
    } else if (!(metric instanceof Metric || metric instanceof Loss)) {
      throw new IllegalArgumentException(
          "metrics must be names, Metrics or Losses, received " + metric);
    }
    return metricFrom(output, metric, weighted);
  }

  private CompileOptions measure(String output, Object choice) {
    return metrics(more(metrics, output, choice));
  }

  /**
   * Adds metrics of every output that apply sample weights.
   *
   * @param given Keras' names such as {@code accuracy}, {@link Metric}s, and {@link Loss}es, which
   *     are reported as means
   * @throws IllegalArgumentException if a name is unknown (the message has the nearest names) or an
   *     object has another type
   */
  public CompileOptions weightedMetrics(Object... given) {
    return measured(given, true);
  }

  private CompileOptions weigh(String output, Object choice) {
    return weightedMetrics(more(weightedMetrics, output, choice));
  }

  /**
   * Sets the loss of an output from a file.
   *
   * @param output the name of the output
   * @param saved a name or a configuration
   */
  public CompileOptions lossFrom(String output, Object saved) {
    return choose(output, saved);
  }

  /**
   * Adds a metric of an output from a file.
   *
   * @param output the name of the output
   * @param saved a name or a configuration
   * @param weighted whether the metric applies sample weights
   */
  public CompileOptions metricFrom(String output, Object saved, boolean weighted) {
    return weighted ? weigh(output, saved) : measure(output, saved);
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> changed = new LinkedHashMap<>(map);
    changed.put(key, value);
    return Collections.unmodifiableMap(changed);
  }

  private static <V> Map<String, List<V>> more(Map<String, List<V>> map, String key, V value) {
    List<V> list = new ArrayList<>(map.getOrDefault(key, List.of()));
    list.add(value);
    return with(map, key, List.copyOf(list));
  }
}
