package dev.tenon.exporters.keras.config;

import dev.tenon.ir.graph.OrderedMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes losses and metrics.
 *
 * <p>Keras 3 reads no abbreviated losses from an HDF5 file; the classes and their options are those
 * that both generations have.
 *
 * @param archive whether the words go into a {@code .keras} archive, whose objects name their
 *     modules
 */
record LossConfigWriter(boolean archive) {
  private static final Map<String, String> LONG_LOSSES =
      Map.ofEntries(
          Map.entry("mse", "mean_squared_error"),
          Map.entry("MSE", "mean_squared_error"),
          Map.entry("mae", "mean_absolute_error"),
          Map.entry("MAE", "mean_absolute_error"),
          Map.entry("mape", "mean_absolute_percentage_error"),
          Map.entry("MAPE", "mean_absolute_percentage_error"),
          Map.entry("msle", "mean_squared_logarithmic_error"),
          Map.entry("MSLE", "mean_squared_logarithmic_error"),
          Map.entry("bce", "binary_crossentropy"),
          Map.entry("BCE", "binary_crossentropy"),
          Map.entry("kld", "kl_divergence"),
          Map.entry("KLD", "kl_divergence"),
          Map.entry("kullback_leibler_divergence", "kl_divergence"),
          Map.entry("logcosh", "log_cosh"));

  /** Abbreviations of losses and metrics that Keras 3 reads from an archive, in small letters. */
  private static final Set<String> SHORT = Set.of("mse", "mae", "mape", "msle", "bce");

  /** The abbreviation that Keras 3 has of a loss only. */
  private static final String SHORT_LOSS = "kld";

  /** Metrics that both generations choose by the shape of the output. */
  private static final Set<String> CHOSEN =
      Set.of("binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy");

  /** Functions of metrics, whose classes both generations have under these names. */
  private static final Map<String, String> METRIC_CLASSES =
      Map.ofEntries(
          Map.entry("mean_squared_error", "MeanSquaredError"),
          Map.entry("mean_absolute_error", "MeanAbsoluteError"),
          Map.entry("mean_absolute_percentage_error", "MeanAbsolutePercentageError"),
          Map.entry("mean_squared_logarithmic_error", "MeanSquaredLogarithmicError"),
          Map.entry("binary_accuracy", "BinaryAccuracy"),
          Map.entry("categorical_accuracy", "CategoricalAccuracy"),
          Map.entry("sparse_categorical_accuracy", "SparseCategoricalAccuracy"),
          Map.entry("top_k_categorical_accuracy", "TopKCategoricalAccuracy"),
          Map.entry("sparse_top_k_categorical_accuracy", "SparseTopKCategoricalAccuracy"),
          Map.entry("binary_crossentropy", "BinaryCrossentropy"),
          Map.entry("categorical_crossentropy", "CategoricalCrossentropy"),
          Map.entry("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"),
          Map.entry("kl_divergence", "KLDivergence"),
          Map.entry("kullback_leibler_divergence", "KLDivergence"),
          Map.entry("cosine_similarity", "CosineSimilarity"),
          Map.entry("log_cosh", "LogCoshError"),
          Map.entry("poisson", "Poisson"),
          Map.entry("hinge", "Hinge"),
          Map.entry("squared_hinge", "SquaredHinge"),
          Map.entry("categorical_hinge", "CategoricalHinge"));

  /** Returns a loss, or the losses of several outputs; null for none. */
  @Nullable Object losses(@Nullable Object given) {
    if (given instanceof String name) {
      return loss(name);
    }
    if (given instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      list.forEach(item -> all.add(losses(item)));
      return all;
    }
    if (given instanceof Map<?, ?> map) {
      return map.containsKey("class_name") ? loss(map) : eachLoss(map);
    }
    return null;
  }

  private Map<String, @Nullable Object> eachLoss(Map<?, ?> byOutput) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    byOutput.forEach((output, loss) -> all.put(String.valueOf(output), losses(loss)));
    return all;
  }

  private String loss(String name) {
    return isShort(name) || (archive && name.equalsIgnoreCase(SHORT_LOSS))
        ? name
        : LONG_LOSSES.getOrDefault(name, name);
  }

  private boolean isShort(String name) {
    return archive && SHORT.contains(name.toLowerCase(Locale.ROOT));
  }

  private Object loss(Map<?, ?> given) {
    String name = ObjectConfigWriter.bare(String.valueOf(given.get("class_name")));
    if (name.equals("function") && given.get("config") instanceof String function) {
      return loss(function);
    }
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    if (given.get("config") instanceof Map<?, ?> config) {
      config.forEach((key, value) -> options.put(String.valueOf(key), value));
    }
    options.remove("fn");
    options.remove("dtype");
    if ("auto".equals(options.get("reduction"))) {
      options.put("reduction", "sum_over_batch_size");
    }
    return object("keras.losses", name, options);
  }

  /** Returns a metric, or a list or map of them; null for none. */
  @Nullable Object metrics(@Nullable Object given) {
    if (given instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      list.forEach(item -> all.add(metrics(item)));
      // tf_keras writes a list for each output, with one output too.
      return all.size() == 1 && all.get(0) instanceof List<?> only ? only : all;
    }
    if (given instanceof Map<?, ?> map) {
      if (map.containsKey("class_name")) {
        return metric(map);
      }
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      map.forEach((output, metric) -> all.put(String.valueOf(output), metrics(metric)));
      return all;
    }
    return given instanceof String name ? metric(name) : null;
  }

  /** The history speaks of a metric by the word that it was chosen by, which has to stay. */
  private Object metric(String name) {
    String full = LONG_LOSSES.getOrDefault(name, name);
    String className = METRIC_CLASSES.get(full);
    return full.equals(name) || isShort(name) || className == null
        ? name
        : object("keras.metrics", className, Map.of("name", name));
  }

  private Object metric(Map<?, ?> given) {
    String className = ObjectConfigWriter.bare(String.valueOf(given.get("class_name")));
    Map<?, ?> options = given.get("config") instanceof Map<?, ?> config ? config : Map.of();
    Object function = options.get("fn");
    if (className.equals("function") && given.get("config") instanceof String name) {
      return metric(name);
    }
    if (className.equals("MeanMetricWrapper") && function instanceof Map<?, ?> map) {
      function = map.get("config");
    }
    if (className.equals("MeanMetricWrapper") && function instanceof String name) {
      String full = LONG_LOSSES.getOrDefault(name, name);
      boolean chosen = CHOSEN.contains(full) && isAccuracy(options.get("name"));
      if (chosen || !METRIC_CLASSES.containsKey(full)) {
        return chosen ? "accuracy" : full;
      }
      className = METRIC_CLASSES.getOrDefault(full, full);
    }
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    options.forEach((key, value) -> own.put(String.valueOf(key), value));
    own.remove("fn");
    own.remove("dtype");
    return object("keras.metrics", className, own);
  }

  private Object object(
      String module, String className, Map<String, ? extends @Nullable Object> options) {
    return archive
        ? ObjectConfigWriter.object(module, className, LayerRecords.plain(options))
        : OrderedMap.of("class_name", className, "config", options);
  }

  private static boolean isAccuracy(@Nullable Object name) {
    return "accuracy".equals(name) || "acc".equals(name);
  }
}
