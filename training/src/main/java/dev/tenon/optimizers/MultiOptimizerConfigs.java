package dev.tenon.optimizers;

import dev.tenon.config.SavedObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns Keras' configurations of MultiOptimizer into records, and back. */
final class MultiOptimizerConfigs {
  private static final String MODULE = "keras.optimizers";
  private static final String MAP = "optimizer_map";
  private static final String DEFAULT = "default_optimizer";
  private static final String SCALE = "loss_scale_factor";

  private MultiOptimizerConfigs() {}

  static MultiOptimizer of(Map<String, ? extends @Nullable Object> config) {
    Map<String, ?> given = object(config.get(MAP), MAP);
    Map<String, Optimizer> optimizers = new LinkedHashMap<>();
    if (given.get(MAP) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> optimizers.put(String.valueOf(key), optimizer(value)));
    }
    Double scale = config.get(SCALE) instanceof Number number ? number.doubleValue() : null;
    Object name = config.get("name");
    boolean own = name == null || name.toString().matches("multi_optimizer(_\\d+)?");
    return new MultiOptimizer(
        new OptimizerMap(optimizer(given.get(DEFAULT)), optimizers),
        scale,
        own ? null : String.valueOf(name));
  }

  @SuppressWarnings("unchecked") // JSON objects have texts for keys
  private static Map<String, ?> object(@Nullable Object value, String key) {
    if (value instanceof Map<?, ?> object && object.get("config") instanceof Map<?, ?> config) {
      return (Map<String, ?>) config;
    }
    throw new IllegalArgumentException(
        "MultiOptimizer: '" + key + "' must be an object of Keras, received " + value);
  }

  private static Optimizer optimizer(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> object)) {
      throw new IllegalArgumentException(
          "MultiOptimizer: expected optimizers in '" + MAP + "', received " + value);
    }
    SavedObject saved = SavedObject.of("optimizer", object);
    Map<String, @Nullable Object> options = saved.config();
    return Optimizers.of(saved.name(), options == null ? Map.of() : options);
  }

  static Map<String, @Nullable Object> toConfig(MultiOptimizer optimizer) {
    OptimizerMap map = optimizer.optimizerMap();
    Map<String, @Nullable Object> inner = new LinkedHashMap<>();
    map.optimizerMap()
        .forEach((key, value) -> inner.put(key, Optimizers.serialize(optimizer.scaled(value))));
    Map<String, @Nullable Object> choice = new LinkedHashMap<>();
    choice.put(DEFAULT, Optimizers.serialize(optimizer.scaled(map.defaultOptimizer())));
    choice.put(MAP, inner);
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put(MAP, SavedObject.written(MODULE, "OptimizerMap", choice));
    config.put(SCALE, optimizer.lossScaleFactor());
    config.put("name", Optimizers.name(optimizer));
    return config;
  }
}
