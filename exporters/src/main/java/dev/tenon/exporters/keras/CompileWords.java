package dev.tenon.exporters.keras;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes how a model was compiled, in the words that a format's readers understand.
 *
 * <p>Keras 3 reads no abbreviated losses from an HDF5 file, and neither generation the keys that
 * only the other's optimizers have.
 */
final class CompileWords {
  private static final Set<String> ONLY_TF_KERAS =
      Set.of("jit_compile", "is_legacy_optimizer", "decay");
  private static final Set<String> ONLY_KERAS_3 =
      Set.of("loss_scale_factor", "gradient_accumulation_steps");

  /** Keys that tf_keras' older optimizers do not take. */
  private static final Set<String> NOT_IN_OLD =
      Set.of("use_ema", "ema_momentum", "weight_decay", "ema_overwrite_frequency");

  /** Optimizers that tf_keras has in the older form, and Keras 3 under the same keys. */
  private static final Set<String> OLD_OPTIMIZERS =
      Set.of("SGD", "RMSprop", "Adam", "Adamax", "Nadam", "Adagrad", "Adadelta");

  /** Optimizers that tf_keras registers by their names; Keras 3 knows these names, too. */
  private static final Set<String> REGISTERED =
      Set.of(
          "SGD",
          "RMSprop",
          "Adam",
          "AdamW",
          "Adamax",
          "Nadam",
          "Adagrad",
          "Adadelta",
          "Adafactor",
          "Ftrl",
          "Lion");

  /** Optimizers that Keras 3 has and reads from no HDF5 file, its own included. */
  private static final Set<String> UNREAD_IN_H5 = Set.of("Lamb");

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

  /** Metrics that both generations choose by the shape of the output. */
  private static final Map<String, String> CHOSEN =
      Map.of(
          "binary_accuracy", "accuracy",
          "categorical_accuracy", "accuracy",
          "sparse_categorical_accuracy", "accuracy");

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

  private final KerasFormat format;
  private final Findings findings;
  private final Map<String, @Nullable Object> config;
  private final KerasContent.Generation generation;
  private final boolean state;

  /** What not both generations understand; null where there is nothing. */
  private final @Nullable String obstacle;

  /**
   * Looks at what there is to say.
   *
   * @param state whether the optimizer's state is to be written, too
   */
  CompileWords(
      KerasContent.Training training, KerasFormat format, Findings findings, boolean state) {
    this.config = training.config();
    this.generation = training.generation();
    this.format = format;
    this.findings = findings;
    this.state = state;
    String className = optimizerClass();
    this.obstacle = className == null ? null : obstacle(className);
  }

  /**
   * Says whether a file for both generations has an optimizer as tf_keras registers it.
   *
   * <p>tf_keras then goes on with all of it. Keras 3 does not know the registered name, and takes
   * the optimizer's own name in its configuration for one of its optimizers, by default options.
   * With a state in the file nothing is lost by that: Keras 3 cannot train with any optimizer that
   * it reads from such a file, its own files included, and must compile again.
   */
  private boolean isRegistered() {
    return obstacle != null
        && state
        && REGISTERED.contains(Objects.requireNonNullElse(optimizerClass(), ""))
        && ONLY_KERAS_3.stream().allMatch(key -> optimizerConfig().get(key) == null)
        && orderOfSource() != SlotOrder.Order.OLD_TF_KERAS;
  }

  /**
   * Says whether a file for both generations has the words of Keras 3 alone, in which Keras 3 and
   * Tenon go on; what comes from tf_keras is not brought over so far.
   */
  private boolean wordsOfKeras3() {
    return obstacle != null && !isRegistered() && generation == KerasContent.Generation.KERAS_3;
  }

  /**
   * Returns what stands before the names of all this in an HDF5 file: nothing, or a word of Tenon's
   * where Python must not see it and takes the model as one that was not compiled.
   */
  String prefix() {
    String className = optimizerClass();
    boolean unread =
        className != null
            && UNREAD_IN_H5.contains(className)
            && generation == KerasContent.Generation.KERAS_3;
    return unread && format.byOldReader() ? "tenon_" : "";
  }

  private boolean forTfKeras() {
    return format.forTfKeras() && !wordsOfKeras3();
  }

  /** Returns the optimizer as the file gave it, or null where there is none. */
  private @Nullable Map<?, ?> optimizer() {
    Object given = config.get("optimizer_config");
    if (given == null) {
      given = config.get("optimizer");
    }
    if (given instanceof String name) {
      return Map.of("class_name", name, "config", Map.of());
    }
    return given instanceof Map<?, ?> map ? map : null;
  }

  /** Returns the optimizer's class name, or null where there is none. */
  @Nullable String optimizerClass() {
    Map<?, ?> optimizer = optimizer();
    if (optimizer == null || !(optimizer.get("class_name") instanceof String name)) {
      return null;
    }
    return name.substring(name.lastIndexOf('>') + 1);
  }

  Map<?, ?> optimizerConfig() {
    Map<?, ?> optimizer = optimizer();
    return optimizer != null && optimizer.get("config") instanceof Map<?, ?> inner
        ? inner
        : Map.of();
  }

  /** Returns the order that the source's variables have. */
  SlotOrder.Order orderOfSource() {
    if (generation == KerasContent.Generation.KERAS_3) {
      return SlotOrder.Order.KERAS_3;
    }
    return Boolean.FALSE.equals(optimizerConfig().get("is_legacy_optimizer"))
        ? SlotOrder.Order.TF_KERAS
        : SlotOrder.Order.OLD_TF_KERAS;
  }

  /** Returns the order that the file's variables get. */
  SlotOrder.Order orderOfTarget() {
    return switch (format) {
      // Only the older optimizers have configurations that Keras 3 takes, too.
      case BOTH_H5 -> {
        if (isRegistered()) {
          yield SlotOrder.Order.TF_KERAS;
        }
        yield wordsOfKeras3() ? SlotOrder.Order.KERAS_3 : SlotOrder.Order.OLD_TF_KERAS;
      }
      case TF_KERAS_H5 ->
          generation == KerasContent.Generation.KERAS_3
              ? SlotOrder.Order.TF_KERAS
              : orderOfSource();
      case KERAS3_H5, KERAS, WEIGHTS_H5 -> SlotOrder.Order.KERAS_3;
    };
  }

  /** Returns {@code training_config} or {@code compile_config}; null for an uncompiled model. */
  @Nullable ObjectNode words() {
    if (config.isEmpty()) {
      return null;
    }
    boolean archive = format == KerasFormat.KERAS;
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    String className = optimizerClass();
    Map<String, @Nullable Object> optimizer = new LinkedHashMap<>();
    if (!prefix().isEmpty()) {
      findings.note(
          "How the model was compiled is written for Tenon alone, since Keras reads no "
              + className
              + " from an .h5 file: compile the model again in Python, or write a .keras file.");
    } else if (isRegistered()) {
      findings.note(
          "How the model was compiled is written in the words of tf_keras, since "
              + obstacle
              + " cannot be said so that both generations of Keras take it: Keras 3 opens the file"
              + " with "
              + className
              + " as it is by default.");
    } else if (wordsOfKeras3()) {
      findings.note(
          "How the model was compiled is written in the words of Keras 3, since "
              + obstacle
              + " cannot be said so that both generations of Keras take it: tf_keras opens the"
              + " file with load_model(path, compile=False).");
    } else if (obstacle != null) {
      findings.note(
          "The model is written as one that was not compiled: "
              + obstacle
              + " cannot be said so that both generations of Keras take it.");
      return null;
    }
    if (className != null) {
      boolean registered = orderOfTarget() == SlotOrder.Order.TF_KERAS && !archive && forTfKeras();
      optimizer.put("class_name", registered ? "Custom>" + className : className);
      optimizer.put("config", optimizerWords());
      if (archive) {
        words.put("optimizer", withModule("keras.optimizers", optimizer));
      }
    } else {
      findings.note(
          "The file from which the model comes does not name its optimizer: compile it again in"
              + " Python.");
      if (!archive) {
        return null;
      }
    }
    words.put("loss", losses(config.get("loss")));
    words.put("loss_weights", config.get("loss_weights"));
    words.put("metrics", metrics(config.get("metrics")));
    words.put("weighted_metrics", metrics(config.get("weighted_metrics")));
    if (archive) {
      words.put("run_eagerly", false);
      words.put("steps_per_execution", 1);
      words.put("jit_compile", false);
    } else {
      words.put("optimizer_config", optimizer);
    }
    return (ObjectNode) LayerRecords.plain(words);
  }

  /** Returns what of an optimizer not both generations understand; null where there is nothing. */
  private @Nullable String obstacle(String className) {
    if (format != KerasFormat.BOTH_H5) {
      return null;
    }
    // tf_keras counts the momenta of Nadam otherwise, so that a state could not be brought over.
    if (!OLD_OPTIMIZERS.contains(className) || (state && className.equals("Nadam"))) {
      return className;
    }
    for (String key : List.of("weight_decay", "loss_scale_factor", "gradient_accumulation_steps")) {
      if (optimizerConfig().get(key) != null) {
        return key;
      }
    }
    return Boolean.TRUE.equals(optimizerConfig().get("use_ema")) ? "use_ema" : null;
  }

  private Map<String, @Nullable Object> optimizerWords() {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : optimizerConfig().entrySet()) {
      String key = String.valueOf(entry.getKey());
      boolean foreign =
          (format.forKeras3() && ONLY_TF_KERAS.contains(key))
              || (forTfKeras() && ONLY_KERAS_3.contains(key))
              || (format == KerasFormat.BOTH_H5
                  && forTfKeras()
                  && !isRegistered()
                  && (entry.getValue() == null || NOT_IN_OLD.contains(key)));
      if (!foreign) {
        own.put(key.equals("lr") ? "learning_rate" : key, schedule(entry.getValue()));
      } else if (entry.getValue() != null && ONLY_KERAS_3.contains(key)) {
        findings.note("The optimizer's " + key + " is left out: tf_keras does not have it.");
      }
    }
    if (orderOfTarget() == SlotOrder.Order.TF_KERAS) {
      own.put("is_legacy_optimizer", false);
      if (format == KerasFormat.BOTH_H5) {
        own.put("name", optimizerClass());
      }
    }
    return own;
  }

  private static @Nullable Object schedule(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map) || !map.containsKey("class_name")) {
      return value;
    }
    Map<String, @Nullable Object> schedule = new LinkedHashMap<>();
    schedule.put("class_name", bare(map.get("class_name")));
    schedule.put("config", map.get("config"));
    return withModule("keras.optimizers.schedules", schedule);
  }

  private @Nullable Object losses(@Nullable Object given) {
    if (given instanceof String name) {
      return LONG_LOSSES.getOrDefault(name, name);
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

  private Object loss(Map<?, ?> given) {
    String name = bare(given.get("class_name"));
    if (name.equals("function") && given.get("config") instanceof String function) {
      return LONG_LOSSES.getOrDefault(function, function);
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
    Map<String, @Nullable Object> loss = new LinkedHashMap<>();
    loss.put("class_name", name);
    loss.put("config", options);
    return format == KerasFormat.KERAS ? withModule("keras.losses", loss) : loss;
  }

  private @Nullable Object metrics(@Nullable Object given) {
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
    return given instanceof String name ? LONG_LOSSES.getOrDefault(name, name) : null;
  }

  private Object metric(Map<?, ?> given) {
    String className = bare(given.get("class_name"));
    Map<?, ?> options = given.get("config") instanceof Map<?, ?> config ? config : Map.of();
    Object function = options.get("fn");
    if (className.equals("function") && given.get("config") instanceof String name) {
      return LONG_LOSSES.getOrDefault(name, name);
    }
    if (className.equals("MeanMetricWrapper") && function instanceof Map<?, ?> map) {
      function = map.get("config");
    }
    if (className.equals("MeanMetricWrapper") && function instanceof String name) {
      String full = LONG_LOSSES.getOrDefault(name, name);
      boolean chosen = CHOSEN.containsKey(full) && isAccuracy(options.get("name"));
      if (chosen || !METRIC_CLASSES.containsKey(full)) {
        return chosen ? "accuracy" : full;
      }
      className = METRIC_CLASSES.getOrDefault(full, full);
    }
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    options.forEach((key, value) -> own.put(String.valueOf(key), value));
    own.remove("fn");
    own.remove("dtype");
    Map<String, @Nullable Object> metric = new LinkedHashMap<>();
    metric.put("class_name", className);
    metric.put("config", own);
    return format == KerasFormat.KERAS ? withModule("keras.metrics", metric) : metric;
  }

  private static boolean isAccuracy(@Nullable Object name) {
    return "accuracy".equals(name) || "acc".equals(name);
  }

  private static String bare(@Nullable Object className) {
    String name = String.valueOf(className);
    return name.substring(name.lastIndexOf('>') + 1);
  }

  private static Map<String, @Nullable Object> withModule(
      String module, Map<String, @Nullable Object> object) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("module", module);
    all.putAll(object);
    all.put("registered_name", null);
    return all;
  }
}
