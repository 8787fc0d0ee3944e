package dev.tenon.exporters.keras.config;

import dev.tenon.internal.collections.OrderedMap;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.config.LayerRecords;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.LossFunctionNames;
import dev.tenon.keras.signature.SignatureKind;
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
  /** Metrics that both generations choose by the shape of the output. */
  private static final Set<String> CHOSEN =
      Set.of("binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy");

  /** What both generations resolve by the shape of the output. */
  private static final String ACCURACY = "accuracy";

  /** The function whose metric has a longer name in Keras. */
  private static final String LOG_COSH = "log_cosh";

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
    return isKnown(SignatureKind.LOSS, name) ? name : LossFunctionNames.function(name);
  }

  /** Returns whether Keras 3 reads a name, or abbreviation, from the file: from an archive only. */
  private boolean isKnown(SignatureKind kind, String name) {
    return archive
        && KerasSignatures.of(KerasGeneration.KERAS_3).find(kind, name.toLowerCase(Locale.ROOT))
            != null;
  }

  /** Returns the class, the same in both generations, of a function that is a metric. */
  private static @Nullable String metricClass(String name) {
    KerasSignature function =
        KerasSignatures.of(KerasGeneration.TF_KERAS).find(SignatureKind.METRIC, name);
    if (function == null || !function.function() || !function.name().equals(name)) {
      return null;
    }
    KerasSignature metric =
        KerasSignatures.of(KerasGeneration.KERAS_3)
            .find(SignatureKind.METRIC, name.equals(LOG_COSH) ? "log_cosh_error" : name);
    return metric == null || name.equals(ACCURACY) ? null : metric.name();
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
    return isRegistered(given) ? registered(given) : object("keras.losses", name, options);
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
    String full = LossFunctionNames.function(name);
    String className = metricClass(full);
    return full.equals(name) || isKnown(SignatureKind.METRIC, name) || className == null
        ? name
        : object("keras.metrics", className, Map.of("name", name));
  }

  private Object metric(Map<?, ?> given) {
    if (isRegistered(given)) {
      return registered(given);
    }
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
      String full = LossFunctionNames.function(name);
      boolean chosen = CHOSEN.contains(full) && isAccuracy(options.get("name"));
      String metric = metricClass(full);
      if (chosen || metric == null) {
        return chosen ? ACCURACY : full;
      }
      className = metric;
    }
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    options.forEach((key, value) -> own.put(String.valueOf(key), value));
    own.remove("fn");
    own.remove("dtype");
    return object("keras.metrics", className, own);
  }

  /** Returns whether an object is of a user's class, which has a registered name. */
  private static boolean isRegistered(Map<?, ?> given) {
    return String.valueOf(given.get("registered_name")).contains(">");
  }

  private Object registered(Map<?, ?> given) {
    String name = String.valueOf(given.get("registered_name"));
    Object config = given.get("config") instanceof Map<?, ?> options ? options : Map.of();
    return archive
        ? ObjectConfigWriter.registered(name, LayerRecords.plain(config))
        : OrderedMap.of("class_name", name, "config", config);
  }

  private Object object(
      String module, String className, Map<String, ? extends @Nullable Object> options) {
    return archive
        ? ObjectConfigWriter.object(module, className, LayerRecords.plain(options))
        : OrderedMap.of("class_name", className, "config", options);
  }

  private static boolean isAccuracy(@Nullable Object name) {
    return ACCURACY.equals(name) || "acc".equals(name);
  }
}
