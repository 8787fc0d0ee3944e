package dev.tenon.metrics;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.SavedObject;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossFunction;
import dev.tenon.losses.Losses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keras' metrics that are the mean of a loss, and their configurations. */
final class LossMeans {
  /** The metrics by the names that stand for them. */
  static final Map<List<String>, LossMean> ALL = new LinkedHashMap<>();

  private static final String NAME = "name";
  private static final String FUNCTION = "fn";

  static {
    add(Losses.meanSquaredError(), "mean_squared_error", "mse", "MSE");
    add(Losses.meanAbsoluteError(), "mean_absolute_error", "mae", "MAE");
    add(Losses.meanAbsolutePercentageError(), "mean_absolute_percentage_error", "mape", "MAPE");
    add(Losses.meanSquaredLogarithmicError(), "mean_squared_logarithmic_error", "msle", "MSLE");
    add(Losses.hinge(), "hinge");
    add(Losses.squaredHinge(), "squared_hinge");
    add(Losses.categoricalHinge(), "categorical_hinge");
    add(Losses.klDivergence(), "kl_divergence");
    add(Losses.poisson(), "poisson");
    add("LogCoshError", Losses.logCosh(), "logcosh", "log_cosh_error");
    add(Losses.binaryCrossentropy(), "binary_crossentropy", "bce", "BCE");
    add(Losses.categoricalCrossentropy(), "categorical_crossentropy");
    add(Losses.sparseCategoricalCrossentropy(), "sparse_categorical_crossentropy");
  }

  private LossMeans() {}

  private static void add(LossFunction loss, String... names) {
    add(loss.className(), loss, names);
  }

  private static void add(String className, LossFunction loss, String... names) {
    ALL.put(List.of(names), new LossMean(className, loss, names[0]));
  }

  /** Returns the metric of a loss: Keras' class where it has one. */
  static LossMean of(Loss loss) {
    return ALL.values().stream()
        .filter(mean -> mean.loss().className().equals(loss.className()))
        .findFirst()
        .map(mean -> new LossMean(mean.className(), loss, loss.name()))
        .orElse(new LossMean(MetricCatalog.WRAPPER, loss, loss.name()));
  }

  /** Returns the metric that a loss stands for where a metric is wanted. */
  static Metric ofObject(Loss loss) {
    LossMean mean = of(loss);
    return mean.className().equals(MetricCatalog.WRAPPER)
        ? new BatchLossMean(loss, loss.name())
        : mean;
  }

  /** Returns a metric with the options of a configuration, which are those of its loss. */
  static LossMean configured(LossMean mean, Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> options = new LinkedHashMap<>(config);
    ElementTypes.check("metric " + mean.className(), mean, options);
    Object name = options.remove(NAME);
    Loss loss = Losses.of(mean.loss().className(), options);
    return new LossMean(mean.className(), loss, name == null ? mean.name() : name.toString());
  }

  /** Returns the metric that a file describes by a function. */
  static Metric wrapper(Map<String, ? extends @Nullable Object> config) {
    String function = SavedObject.functionName(config.get(FUNCTION));
    Map<String, @Nullable Object> options = new LinkedHashMap<>(config);
    options.remove(FUNCTION);
    Metric known = MetricCatalog.ofFunction(function);
    if (known != null) {
      return MetricCatalog.configured(known, options);
    }
    LossFunction loss = Losses.of(function);
    return configured(new LossMean(MetricCatalog.WRAPPER, loss, loss.name()), options);
  }

  /** Returns the configuration of a metric in Keras' keys. */
  static Map<String, @Nullable Object> config(LossMean mean) {
    if (!(mean.loss() instanceof Record values)) {
      throw new IllegalArgumentException(
          "metric '" + mean.name() + "' cannot be written to a file: its loss is no record");
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>(ConfigRecord.write(values));
    all.remove("dtype");
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put(NAME, mean.name());
    if (mean.className().equals(MetricCatalog.WRAPPER)) {
      all.remove(NAME);
      all.remove("reduction");
      config.put(FUNCTION, function(mean.loss()));
      config.putAll(all);
      return config;
    }
    KerasSignature signature = signature(mean.className());
    for (String key : signature == null ? List.<String>of() : signature.config()) {
      if (all.containsKey(key)) {
        config.putIfAbsent(key, all.get(key));
      }
    }
    return config;
  }

  /** Returns the recorded signature of Keras' class; null for a class that is not Keras'. */
  static @Nullable KerasSignature signature(String className) {
    return KerasSignatures.of(KerasGeneration.KERAS_3).find(SignatureKind.METRIC, className);
  }

  /** Returns a function as Keras 3 writes it. */
  private static Map<String, @Nullable Object> function(Loss loss) {
    Map<String, @Nullable Object> function = new LinkedHashMap<>();
    function.put("module", "builtins");
    function.put("class_name", "function");
    function.put("config", Losses.functionName(loss));
    function.put("registered_name", "function");
    return function;
  }
}
