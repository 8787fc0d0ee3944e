package dev.tenon.exporters.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.exporters.keras.plan.KerasContent;
import dev.tenon.internal.collections.OrderedMap;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.config.LayerRecords;
import dev.tenon.keras.config.OptimizerOrder;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.keras.weights.LegacyNames;
import dev.tenon.saving.keras.KerasFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes an optimizer in the vocabulary of a format's readers, and determines the order of its
 * variables.
 *
 * <p>Neither generation of Keras reads the keys of optimizers that only the other one has.
 */
public final class OptimizerConfigWriter {
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

  /** Optimizers that Keras 3 has and reads from no HDF5 file, its own included. */
  private static final Set<String> UNREAD_IN_H5 = Set.of("Lamb");

  private static final String INNER = "inner_optimizer";
  private static final String SEVERAL = "optimizer_map";

  private final KerasFormat format;
  private final Map<String, @Nullable Object> training;
  private final KerasGeneration generation;
  private final boolean state;
  private final @Nullable String obstacle;

  /**
   * Looks at an optimizer.
   *
   * @param state whether the optimizer's state is to be written, too
   */
  public OptimizerConfigWriter(KerasContent.Training training, KerasFormat format, boolean state) {
    this.training = training.config();
    this.generation = training.generation();
    this.format = format;
    this.state = state;
    String className = className();
    this.obstacle = className == null ? null : obstacle(className);
  }

  /** Returns the feature that one of the two generations lacks; null if there is none. */
  @Nullable String obstacle() {
    return obstacle;
  }

  /**
   * Returns whether a file for both generations has the optimizer in tf_keras' form.
   *
   * <p>tf_keras then continues with its full state. Keras 3 does not know the registered name, and
   * takes the optimizer's own name in its configuration for one of its optimizers, by default
   * options. With a state in the file nothing is lost by that: Keras 3 cannot train with any
   * optimizer that it reads from such a file, its own files included, and must compile again.
   */
  boolean isRegistered() {
    return obstacle != null
        && state
        && isInTfKeras(className())
        && ONLY_KERAS_3.stream().allMatch(key -> config().get(key) == null)
        && sourceOrder() != OptimizerOrder.OLD_TF_KERAS;
  }

  /** Returns whether tf_keras registers an optimizer by its name, which Keras 3 knows, too. */
  private static boolean isInTfKeras(@Nullable String className) {
    return KerasSignatures.of(KerasGeneration.TF_KERAS).all(SignatureKind.OPTIMIZER).stream()
        .anyMatch(signature -> signature.name().equals(className));
  }

  /**
   * Returns whether a file for both generations has the optimizer in Keras 3's form, from which
   * Keras 3 and Tenon continue.
   */
  boolean wordsOfKeras3() {
    return obstacle != null && !isRegistered() && generation == KerasGeneration.KERAS_3;
  }

  /**
   * Returns the prefix of these names in an HDF5 file: empty, or Tenon's own, which hides the
   * compile configuration from Python.
   */
  public String prefix() {
    String className = className();
    boolean unread =
        className != null
            && UNREAD_IN_H5.contains(className)
            && generation == KerasGeneration.KERAS_3;
    return unread && format.byOldReader() ? LegacyNames.TENON : "";
  }

  /** Returns the generations that understand the optimizer as it is written. */
  public List<KerasGeneration> readers() {
    if (!prefix().isEmpty()) {
      return List.of();
    }
    if (isRegistered()) {
      return List.of(KerasGeneration.TF_KERAS);
    }
    return wordsOfKeras3() ? List.of(KerasGeneration.KERAS_3) : format.readers();
  }

  private boolean forTfKeras() {
    return format.forTfKeras() && !wordsOfKeras3();
  }

  /** Returns the optimizer as the file gave it, or null if there is none. */
  private @Nullable Map<?, ?> optimizer() {
    Object given = training.get("optimizer_config");
    if (given == null) {
      given = training.get("optimizer");
    }
    if (given instanceof String name) {
      return OrderedMap.of("class_name", name, "config", Map.of());
    }
    return given instanceof Map<?, ?> map ? map : null;
  }

  /** Returns the optimizer's class name, or null if there is none. */
  public @Nullable String className() {
    Map<?, ?> optimizer = optimizer();
    if (optimizer == null || !(optimizer.get("class_name") instanceof String name)) {
      return null;
    }
    return ObjectConfigWriter.bare(name);
  }

  /** Returns the optimizer's options as the file gave them. */
  public Map<?, ?> config() {
    Map<?, ?> optimizer = optimizer();
    return optimizer != null && optimizer.get("config") instanceof Map<?, ?> inner
        ? inner
        : Map.of();
  }

  /** Returns the order that the source's variables have. */
  public OptimizerOrder sourceOrder() {
    if (generation == KerasGeneration.KERAS_3) {
      return OptimizerOrder.KERAS_3;
    }
    return Boolean.FALSE.equals(config().get("is_legacy_optimizer"))
        ? OptimizerOrder.TF_KERAS
        : OptimizerOrder.OLD_TF_KERAS;
  }

  /** Returns the order that the file's variables get. */
  public OptimizerOrder targetOrder() {
    return switch (format) {
      // Only the older optimizers have configurations that Keras 3 takes, too.
      case BOTH_H5 -> {
        if (isRegistered()) {
          yield OptimizerOrder.TF_KERAS;
        }
        yield wordsOfKeras3() ? OptimizerOrder.KERAS_3 : OptimizerOrder.OLD_TF_KERAS;
      }
      case TF_KERAS_H5 ->
          generation == KerasGeneration.KERAS_3 ? OptimizerOrder.TF_KERAS : sourceOrder();
      case KERAS3_H5, KERAS, WEIGHTS_H5 -> OptimizerOrder.KERAS_3;
    };
  }

  private @Nullable String obstacle(String className) {
    if (format != KerasFormat.BOTH_H5) {
      return null;
    }
    // tf_keras counts the momenta of Nadam otherwise, so that a state could not be brought over.
    if (!OLD_OPTIMIZERS.contains(className) || (state && className.equals("Nadam"))) {
      return className;
    }
    for (String key : List.of("weight_decay", "loss_scale_factor", "gradient_accumulation_steps")) {
      if (config().get(key) != null) {
        return key;
      }
    }
    return Boolean.TRUE.equals(config().get("use_ema")) ? "use_ema" : null;
  }

  /** Returns the optimizer in the format's form; null if the source does not name it. */
  @Nullable ObjectNode words(Diagnostics diagnostics) {
    String className = className();
    if (className == null) {
      return null;
    }
    JsonNode options = LayerRecords.plain(options(diagnostics));
    if (format == KerasFormat.KERAS) {
      return ObjectConfigWriter.object("keras.optimizers", className, options);
    }
    ObjectNode words = JsonNodeFactory.instance.objectNode();
    boolean registered = targetOrder() == OptimizerOrder.TF_KERAS;
    words.put("class_name", registered ? "Custom>" + className : className);
    words.set("config", options);
    return words;
  }

  private Map<String, @Nullable Object> options(Diagnostics diagnostics) {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : config().entrySet()) {
      String key = String.valueOf(entry.getKey());
      boolean foreign =
          (format.forKeras3() && ONLY_TF_KERAS.contains(key))
              || (forTfKeras() && ONLY_KERAS_3.contains(key))
              || (format == KerasFormat.BOTH_H5
                  && forTfKeras()
                  && !isRegistered()
                  && (entry.getValue() == null || NOT_IN_OLD.contains(key)));
      if (!foreign) {
        own.put(key.equals("lr") ? "learning_rate" : key, option(key, entry.getValue()));
      } else if (entry.getValue() != null && ONLY_KERAS_3.contains(key)) {
        diagnostics.note("The optimizer's " + key + " is left out: tf_keras does not have it.");
      }
    }
    if (targetOrder() == OptimizerOrder.TF_KERAS) {
      own.put("is_legacy_optimizer", false);
      if (format == KerasFormat.BOTH_H5) {
        own.put("name", className());
      }
    }
    return own;
  }

  private static @Nullable Object option(String key, @Nullable Object value) {
    if (key.equals(SEVERAL)) {
      // Only Keras 3 has it, in these words.
      return value;
    }
    return key.equals(INNER) ? inner(value) : schedule(value);
  }

  /** Writes the optimizer inside one that scales the loss. */
  private static @Nullable Object inner(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map) || !(map.get("config") instanceof Map<?, ?> config)) {
      return value;
    }
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    config.forEach((key, option) -> options.put(String.valueOf(key), schedule(option)));
    return ObjectConfigWriter.object(
        "keras.optimizers",
        ObjectConfigWriter.bare(String.valueOf(map.get("class_name"))),
        LayerRecords.plain(options));
  }

  private static @Nullable Object schedule(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map) || !map.containsKey("class_name")) {
      return value;
    }
    return ObjectConfigWriter.object(
        "keras.optimizers.schedules",
        ObjectConfigWriter.bare(String.valueOf(map.get("class_name"))),
        LayerRecords.plain(map.get("config")));
  }
}
