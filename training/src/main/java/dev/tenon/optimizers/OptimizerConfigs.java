package dev.tenon.optimizers;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.SavedObject;
import dev.tenon.error.UnsupportedModelException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns Keras' configurations of optimizers into records, and back. */
final class OptimizerConfigs {
  /** An argument that Keras does not know. */
  private static final String LAZY = "lazy";

  private static final String SCALING = "LossScaleOptimizer";
  private static final String INNER = "inner_optimizer";
  private static final String GROWTH = "dynamic_growth_steps";
  private static final String RATE = "learning_rate";
  private static final String OPTIONS = "options";
  private static final String EXCLUDED = "exclude_from_weight_decay";

  /** What older Kerases write and what changes no number. */
  private static final Set<String> IDLE =
      Set.of("jit_compile", "is_legacy_optimizer", "schedule_decay", "gradient_aggregator");

  private static final String NAME = "name";

  private OptimizerConfigs() {}

  /**
   * Returns the optimizer of a configuration.
   *
   * @param defaults the rule with Keras' defaults
   * @param given Keras' keys of any generation
   */
  static Optimizer of(Optimizer defaults, Map<String, ? extends @Nullable Object> given) {
    String where = defaults.className();
    Map<String, @Nullable Object> config = new LinkedHashMap<>(given);
    Object decay = config.remove("decay");
    if (config.containsKey("lr")) {
      Object rate = config.remove("lr");
      config.putIfAbsent(RATE, rate);
    }
    Map<String, @Nullable Object> options = ConfigRecord.write(defaults.options());
    Map<String, @Nullable Object> values = ConfigRecord.write((Record) defaults);
    Set<String> unknown = new TreeSet<>();
    config.forEach(
        (key, value) -> {
          if (key.equals(RATE)) {
            values.put(RATE, rate(where, value));
          } else if (key.equals(NAME)) {
            options.put(NAME, ownName(defaults, value));
          } else if (options.containsKey(key) && !key.equals(EXCLUDED)) {
            options.put(key, option(key, value));
          } else if (values.containsKey(key) && !key.equals(OPTIONS)) {
            // Keras 2 writes none where it means its own default.
            values.put(key, value == null && key.equals("epsilon") ? values.get(key) : value);
          } else if (!IDLE.contains(key)) {
            unknown.add(key);
          }
        });
    if (!unknown.isEmpty()) {
      throw new UnsupportedModelException(
          where + " has no arguments " + unknown + "; its arguments are " + keys(values, options));
    }
    values.put(OPTIONS, ConfigRecord.of(OptimizerOptions.class, where, options));
    if (decay instanceof Number number
        && number.doubleValue() != 0
        && !(defaults instanceof Nadam)) {
      values.put(RATE, decayed(where, values.get(RATE), number.doubleValue()));
    }
    return (Optimizer) ConfigRecord.of(record(defaults), where, values);
  }

  /**
   * Returns the optimizer around another one of a configuration.
   *
   * <p>Of tf_keras there may be a scale that stays the same, {@code dynamic} false.
   */
  static Optimizer scaled(Map<String, ? extends @Nullable Object> given) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(given);
    if (!(config.remove(INNER) instanceof Map<?, ?> inner)) {
      throw new IllegalArgumentException(
          SCALING + ": '" + INNER + "' must be an optimizer, received " + given.get(INNER));
    }
    SavedObject saved = SavedObject.of("optimizer", inner);
    Map<String, @Nullable Object> options = saved.config();
    Optimizer rule = Optimizers.of(saved.name(), options == null ? Map.of() : options);
    LossScaleOptimizer defaults = LossScaleOptimizer.of(rule);
    double scale = number(config.remove("initial_scale"), defaults.initialScale());
    Object growth = config.remove(GROWTH);
    long steps = growth instanceof Number n ? n.longValue() : defaults.dynamicGrowthSteps();
    if (Boolean.FALSE.equals(config.remove("dynamic"))) {
      Map<String, @Nullable Object> fixed = new LinkedHashMap<>(toConfig(rule));
      fixed.put("loss_scale_factor", scale);
      return Optimizers.of(rule.className(), fixed);
    }
    // Keras once wrote the options of all optimizers here; only their defaults are allowed.
    Map<String, @Nullable Object> others = ConfigRecord.write(OptimizerOptions.DEFAULTS);
    config.keySet().removeAll(IDLE);
    config.remove(NAME);
    config.entrySet().removeIf(e -> Objects.equals(others.get(e.getKey()), e.getValue()));
    if (!config.isEmpty()) {
      throw new UnsupportedModelException(
          SCALING + " has no arguments " + config.keySet() + ": set them on its inner optimizer");
    }
    return new LossScaleOptimizer(rule, scale, steps);
  }

  private static double number(@Nullable Object given, double otherwise) {
    return given instanceof Number number ? number.doubleValue() : otherwise;
  }

  /**
   * Returns a name that a user has given; null for Keras' own, such as {@code Adam} or {@code
   * adam_1}.
   */
  private static @Nullable Object ownName(Optimizer defaults, @Nullable Object name) {
    return name == null
            || defaults
                .className()
                .equalsIgnoreCase(name.toString().replaceFirst("_\\d+$", "").replace("_", ""))
        ? null
        : name;
  }

  @SuppressWarnings("unchecked") // every optimizer of the registry is a record
  private static Class<? extends Record> record(Optimizer optimizer) {
    return (Class<? extends Record>) (Class<?>) optimizer.getClass();
  }

  private static Set<String> keys(Map<String, ?> values, Map<String, ?> options) {
    Set<String> keys = new TreeSet<>(values.keySet());
    keys.addAll(options.keySet());
    keys.remove(OPTIONS);
    keys.remove(EXCLUDED);
    return keys;
  }

  /** Keras takes 0 for none where it would mean nothing. */
  private static @Nullable Object option(String key, @Nullable Object value) {
    boolean zero = value instanceof Number number && number.doubleValue() == 0;
    return zero && !key.equals("weight_decay") && !key.equals("ema_momentum") ? null : value;
  }

  private static LearningRateSchedule rate(String where, @Nullable Object value) {
    if (value instanceof Number number) {
      return new ConstantRate(number.doubleValue());
    }
    if (value instanceof Map<?, ?> object) {
      return ScheduleConfigs.of(object);
    }
    throw new IllegalArgumentException(
        where + ": 'learning_rate' must be a number or a schedule, received " + value);
  }

  /** Keras 1 and 2 divide the rate by 1 + decay · steps; this is the schedule that does so. */
  private static LearningRateSchedule decayed(String where, @Nullable Object rate, double decay) {
    if (rate instanceof ConstantRate constant) {
      return Schedules.inverseTimeDecay(constant.value(), 1, decay);
    }
    throw new UnsupportedModelException(where, "both a schedule and 'decay' are set");
  }

  /** Returns the same optimizer with another constant scale of the loss. */
  static Optimizer withLossScale(Optimizer optimizer, @Nullable Double factor) {
    if (Objects.equals(optimizer.options().lossScaleFactor(), factor)) {
      return optimizer;
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>(toConfig(optimizer));
    config.put("loss_scale_factor", factor);
    return Optimizers.of(optimizer.className(), config);
  }

  /** Returns Keras 3's configuration. */
  static Map<String, @Nullable Object> toConfig(Optimizer optimizer) {
    if (optimizer instanceof MultiOptimizer multi) {
      return MultiOptimizerConfigs.toConfig(multi);
    }
    if (optimizer instanceof LossScaleOptimizer scaled) {
      Map<String, @Nullable Object> config = new LinkedHashMap<>();
      config.put("name", Optimizers.name(optimizer));
      config.put(INNER, Optimizers.serialize(scaled.innerOptimizer()));
      config.put("initial_scale", scaled.initialScale());
      config.put(GROWTH, scaled.dynamicGrowthSteps());
      return config;
    }
    if (!(optimizer instanceof Record record)) {
      throw new IllegalArgumentException(
          optimizer.className() + " is no record and cannot be written into a Keras file");
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put(NAME, null);
    config.put(RATE, ScheduleConfigs.toConfig(optimizer.learningRate()));
    config.putAll(ConfigRecord.write(optimizer.options()));
    config.put(NAME, Optimizers.name(optimizer));
    config.remove(EXCLUDED);
    Map<String, @Nullable Object> own = ConfigRecord.write(record);
    own.remove(RATE);
    own.remove(OPTIONS);
    own.remove(LAZY);
    config.putAll(own);
    return config;
  }
}
