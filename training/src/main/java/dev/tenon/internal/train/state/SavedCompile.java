package dev.tenon.internal.train.state;

import dev.tenon.config.CustomObjects;
import dev.tenon.config.SavedObject;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.losses.Loss;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metric;
import dev.tenon.metrics.Metrics;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.training.CompileOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes what a file says that a model was compiled with: {@code training_config} of an
 * h5, {@code compile_config} of a {@code .keras}.
 */
public final class SavedCompile {
  private final List<String> outputs;

  private SavedCompile(List<String> outputs) {
    this.outputs = outputs;
  }

  /**
   * Returns the options; null where the file says no optimizer.
   *
   * @param config what the file says
   * @param outputs the names of the model's outputs
   * @throws IllegalArgumentException for an optimizer, loss or metric that is not known
   */
  public static @Nullable CompileOptions of(
      Map<String, @Nullable Object> config, List<String> outputs) {
    Optimizer optimizer = optimizer(config);
    return optimizer == null ? null : new SavedCompile(outputs).read(config, optimizer);
  }

  /**
   * Returns what Keras 3 writes of options as {@code compile_config}.
   *
   * @param options what a model was compiled with
   * @param outputs the names of the model's outputs
   */
  public static Map<String, @Nullable Object> toConfig(
      CompileOptions options, List<String> outputs) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("optimizer", Optimizers.serialize(options.optimizer()));
    Object all = options.losses().get(CompileOptions.ALL);
    if (all != null && options.losses().size() == 1) {
      config.put("loss", written(all));
    } else {
      Map<String, @Nullable Object> losses = new LinkedHashMap<>();
      for (String output : outputs) {
        Object loss = options.losses().getOrDefault(output, all);
        losses.put(output, loss == null ? null : written(loss));
      }
      config.put("loss", options.losses().isEmpty() ? null : losses);
    }
    config.put("loss_weights", options.lossWeights().isEmpty() ? null : weights(options, outputs));
    config.put("metrics", metrics(options.metrics(), outputs));
    config.put("weighted_metrics", metrics(options.weightedMetrics(), outputs));
    config.put("steps_per_execution", options.stepsPerExecution());
    return config;
  }

  private static Object weights(CompileOptions options, List<String> outputs) {
    Map<String, Double> weights = new LinkedHashMap<>();
    outputs.forEach(o -> weights.put(o, options.lossWeights().getOrDefault(o, 1.0)));
    return weights;
  }

  /** Keras takes a plain list for a model of one output only. */
  private static @Nullable Object metrics(Map<String, List<Object>> chosen, List<String> outputs) {
    if (chosen.isEmpty()) {
      return null;
    }
    Map<String, List<Object>> each = new LinkedHashMap<>();
    for (String output : outputs) {
      List<Object> list = new ArrayList<>();
      chosen.getOrDefault(CompileOptions.ALL, List.of()).forEach(m -> list.add(written(m)));
      chosen.getOrDefault(output, List.of()).forEach(m -> list.add(written(m)));
      each.put(output, list);
    }
    return outputs.size() == 1 ? each.get(outputs.get(0)) : each;
  }

  private static Object written(Object choice) {
    if (choice instanceof Loss loss) {
      return object("keras.losses", loss, Losses.toConfig(loss));
    }
    return choice instanceof Metric metric
        ? object("keras.metrics", metric, Metrics.toConfig(metric))
        : choice;
  }

  private static Object object(String module, Object choice, KerasObject object) {
    String own = CustomObjects.nameOf(choice.getClass()).orElse(null);
    return own == null
        ? SavedObject.written(module, object.className(), object.config())
        : SavedObject.registered(own, object.config());
  }

  /** Returns the optimizer; null where the file says none. */
  public static @Nullable Optimizer optimizer(Map<String, @Nullable Object> config) {
    Object saved = config.getOrDefault("optimizer_config", config.get("optimizer"));
    if (saved instanceof Map<?, ?> map && map.get("class_name") instanceof String name) {
      return Optimizers.of(name, plain(map.get("config")));
    }
    return saved == null ? null : Optimizers.of(String.valueOf(saved));
  }

  private static Map<String, @Nullable Object> plain(@Nullable Object config) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    if (config instanceof Map<?, ?> map) {
      map.forEach((key, value) -> plain.put(String.valueOf(key), value));
    }
    return plain;
  }

  private CompileOptions read(Map<String, @Nullable Object> config, Optimizer optimizer) {
    CompileOptions options = CompileOptions.compile().optimizer(optimizer);
    for (Map.Entry<String, Object> loss : each(config.get("loss")).entrySet()) {
      options = options.lossFrom(loss.getKey(), loss.getValue());
    }
    for (Map.Entry<String, Object> weight : each(config.get("loss_weights")).entrySet()) {
      if (weight.getValue() instanceof Number number) {
        String output = weight.getKey().isEmpty() ? outputs.get(0) : weight.getKey();
        options = options.lossWeight(output, number.doubleValue());
      }
    }
    if (config.get("steps_per_execution") instanceof Number steps && steps.intValue() > 0) {
      options = options.stepsPerExecution(steps.intValue());
    }
    options = metrics(options, config.get("metrics"), false);
    return metrics(options, config.get("weighted_metrics"), true);
  }

  /** Metrics come as a list, as a list a output, or as a dictionary of either. */
  private CompileOptions metrics(CompileOptions options, @Nullable Object saved, boolean weighted) {
    if (saved instanceof List<?> list && !isOneAnOutput(list)) {
      return add(options, CompileOptions.ALL, list, weighted);
    }
    CompileOptions read = options;
    for (Map.Entry<String, Object> entry : each(saved).entrySet()) {
      List<?> list = entry.getValue() instanceof List<?> many ? many : List.of(entry.getValue());
      read = add(read, entry.getKey(), list, weighted);
    }
    return read;
  }

  private boolean isOneAnOutput(List<?> list) {
    boolean nested = list.stream().anyMatch(item -> item instanceof List);
    return list.size() == outputs.size() && (nested || outputs.size() > 1);
  }

  private static CompileOptions add(
      CompileOptions options, String output, List<?> list, boolean weighted) {
    CompileOptions read = options;
    for (Object metric : list) {
      if (metric instanceof List<?> inner) {
        read = add(read, output, inner, weighted);
      } else if (metric != null) {
        read = read.metricFrom(output, metric, weighted);
      }
    }
    return read;
  }

  /** Returns what is said for each output; under the empty name what is said for all. */
  private Map<String, Object> each(@Nullable Object saved) {
    Map<String, Object> found = new LinkedHashMap<>();
    if (saved instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      map.forEach(
          (key, value) -> {
            if (value != null) {
              found.put(String.valueOf(key), value);
            }
          });
    } else if (saved instanceof List<?> list) {
      for (int i = 0; i < list.size() && i < outputs.size(); i++) {
        Object value = list.get(i);
        if (value != null) {
          found.put(outputs.get(i), value);
        }
      }
    } else if (saved != null) {
      found.put(CompileOptions.ALL, saved);
    }
    return found;
  }
}
