package dev.tenon.metrics;

import dev.tenon.config.ConfigRecord;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.internal.text.Names;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.losses.LossFunction;
import dev.tenon.losses.Losses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The explicit list of Keras' metrics, by class and by the names that stand for one. */
final class MetricCatalog {
  static final String WRAPPER = "MeanMetricWrapper";
  private static final String KIND = "metric";

  private static final Map<String, Metric> CLASSES = new LinkedHashMap<>();
  private static final Map<String, Metric> NAMES = new LinkedHashMap<>();

  static {
    MetricFactories.ALL.forEach(metric -> add(metric, LayerNames.snakeCase(metric.className())));
    LossMeans.ALL.forEach((names, mean) -> add(mean, names.toArray(String[]::new)));
  }

  private MetricCatalog() {}

  private static void add(Metric metric, String... names) {
    put(CLASSES, metric.className(), metric);
    for (String name : names) {
      put(NAMES, name, metric);
    }
  }

  private static void put(Map<String, Metric> to, String name, Metric metric) {
    if (to.put(name, metric) != null) {
      throw new IllegalStateException("metric " + name + " is listed twice");
    }
  }

  /** Returns all metrics with The metric with Keras' default arguments. */
  static List<Metric> all() {
    return List.copyOf(CLASSES.values());
  }

  /** Returns the metric of a name, which it is reported under. */
  static Metric named(String name) {
    Metric known = CLASSES.getOrDefault(name, NAMES.get(name));
    if (known != null) {
      return configured(known, Map.of("name", name));
    }
    return new LossMean(WRAPPER, function(name), name);
  }

  static Metric of(String className, Map<String, ? extends @Nullable Object> config) {
    if (className.equals(WRAPPER)) {
      return LossMeans.wrapper(config);
    }
    Metric known = CLASSES.get(className);
    if (known == null) {
      throw unknown(className);
    }
    return configured(known, config);
  }

  /** Returns the metric of a function's name, null where only a loss has it. */
  static @Nullable Metric ofFunction(String name) {
    return NAMES.get(name);
  }

  private static LossFunction function(String name) {
    try {
      return Losses.of(name);
    } catch (IllegalArgumentException e) {
      throw unknown(name);
    }
  }

  static Metric configured(Metric defaults, Map<String, ? extends @Nullable Object> config) {
    String what = KIND + " " + defaults.className();
    for (String key : required(defaults.className())) {
      if (config.get(key) == null) {
        throw new IllegalArgumentException(what + " needs the option '" + key + "'");
      }
    }
    Map<String, @Nullable Object> read = new LinkedHashMap<>(config);
    if (read.get("name") == null) {
      read.remove("name");
    }
    if (defaults instanceof LossMean mean) {
      return LossMeans.configured(mean, read);
    }
    ElementTypes.check(what, defaults, read);
    return (Metric) ConfigRecord.read(what, (Record) defaults, read, Set.of("dtype", "fn"));
  }

  /** Returns the options without which a metric cannot be made. */
  private static List<String> required(String className) {
    KerasSignature signature = LossMeans.signature(className);
    return signature == null ? List.of() : signature.required();
  }

  private static IllegalArgumentException unknown(String name) {
    Set<String> known = new TreeSet<>(CLASSES.keySet());
    known.addAll(NAMES.keySet());
    return new IllegalArgumentException(Names.unknown(KIND, name, known));
  }
}
