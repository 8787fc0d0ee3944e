package dev.tenon.optimizers;

import dev.tenon.config.SavedObject;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.annotations.DefaultFactories;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.internal.text.Names;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The factories of Keras' optimizers, and look-ups of an optimizer by name or configuration.
 *
 * @see <a href="https://keras.io/api/optimizers/">Keras: optimizers</a>
 */
@DefaultFactories(
    value = {
      SGD.class,
      RMSprop.class,
      Adam.class,
      AdamW.class,
      Adamax.class,
      Nadam.class,
      Adagrad.class,
      Adadelta.class,
      Adafactor.class,
      Ftrl.class,
      Lion.class,
      Lamb.class,
      Muon.class,
      ScheduleFreeAdamW.class
    },
    kind = Optimizer.class,
    names = "rmsprop")
public final class Optimizers extends OptimizerFactories {
  private static final Map<String, Optimizer> BY_NAME = byName();

  private Optimizers() {}

  private static Map<String, Optimizer> byName() {
    Map<String, Optimizer> all = new LinkedHashMap<>();
    for (Optimizer defaults : ALL) {
      if (all.put(defaults.className().toLowerCase(Locale.ROOT), defaults) != null) {
        throw new IllegalStateException("two optimizers are called " + defaults.className());
      }
    }
    return all;
  }

  /**
   * Returns the optimizer of a name with Keras' default arguments.
   *
   * @param name Keras' name, such as {@code adam}, in any case
   * @throws IllegalArgumentException if the name is unknown; the message has the nearest names
   */
  public static Optimizer of(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    Optimizer found = BY_NAME.get(wanted);
    if (found == null) {
      throw new IllegalArgumentException(Names.unknown("optimizer", name, BY_NAME.keySet()));
    }
    return found;
  }

  /**
   * Returns the optimizer of a Keras class and its configuration.
   *
   * @param className Keras' class name; a prefix {@code Custom>}, which tf_keras writes, is ignored
   * @param config its configuration, in the keys of any Keras version: {@code lr} is {@code
   *     learning_rate}, a {@code decay} becomes a schedule
   * @throws UnsupportedModelException if the optimizer, its schedule or a key is unknown
   * @throws IllegalArgumentException if a value is out of its range
   */
  public static Optimizer of(String className, Map<String, ? extends @Nullable Object> config) {
    String bare = className.substring(className.indexOf('>') + 1);
    String wanted = bare.toLowerCase(Locale.ROOT);
    if (wanted.equals("lossscaleoptimizer")) {
      return OptimizerConfigs.scaled(config);
    }
    if (wanted.equals("multioptimizer")) {
      return MultiOptimizerConfigs.of(config);
    }
    Optimizer defaults = BY_NAME.get(wanted);
    if (defaults == null) {
      throw new UnsupportedModelException(
          "the optimizer '"
              + bare
              + "' is not supported; supported are "
              + ALL.stream().map(Optimizer::className).toList());
    }
    return OptimizerConfigs.of(defaults, config);
  }

  /**
   * Wraps an optimizer in a {@link LossScaleOptimizer} with Keras' default arguments.
   *
   * @param innerOptimizer the optimizer to wrap
   * @throws IllegalArgumentException if the optimizer scales the loss already
   */
  public static LossScaleOptimizer lossScaleOptimizer(Optimizer innerOptimizer) {
    return LossScaleOptimizer.of(innerOptimizer);
  }

  /** Returns an optimizer that gives each weight to the one of a map. */
  public static MultiOptimizer multiOptimizer(OptimizerMap optimizerMap) {
    return new MultiOptimizer(optimizerMap, null, null);
  }

  /** Returns a map for {@link #multiOptimizer} that has one optimizer for all weights. */
  public static OptimizerMap optimizerMap(Optimizer defaultOptimizer) {
    return new OptimizerMap(defaultOptimizer, Map.of());
  }

  /**
   * Returns AdamW with a learning rate and a weight decay, and Keras' other defaults.
   *
   * @param learningRate the learning rate, at least 0
   * @param weightDecay the decoupled weight decay, at least 0
   */
  public static AdamW adamW(double learningRate, double weightDecay) {
    return adamW(learningRate).weightDecay(weightDecay);
  }

  /**
   * Returns an optimizer's configuration in Keras 3's keys.
   *
   * @param optimizer the optimizer
   */
  public static Map<String, @Nullable Object> toConfig(Optimizer optimizer) {
    return OptimizerConfigs.toConfig(optimizer);
  }

  /**
   * Returns a copy of an optimizer with another, constant learning rate.
   *
   * @param optimizer the optimizer
   * @param learningRate the learning rate, at least 0
   */
  public static Optimizer withRate(Optimizer optimizer, double learningRate) {
    if (optimizer instanceof MultiOptimizer) {
      return optimizer;
    }
    if (optimizer instanceof LossScaleOptimizer scaled) {
      Optimizer inner = withRate(scaled.innerOptimizer(), learningRate);
      return new LossScaleOptimizer(inner, scaled.initialScale(), scaled.dynamicGrowthSteps());
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>(toConfig(optimizer));
    config.put("learning_rate", learningRate);
    return of(optimizer.className(), config);
  }

  /**
   * Returns an optimizer in Keras 3's form of saved objects: module, class name and configuration.
   *
   * @param optimizer the optimizer
   */
  public static Map<String, @Nullable Object> serialize(Optimizer optimizer) {
    return SavedObject.written("keras.optimizers", optimizer.className(), toConfig(optimizer));
  }

  /**
   * Returns the name of an optimizer and its variables in files, such as {@code adam_w}.
   *
   * @param optimizer the optimizer
   */
  public static String name(Optimizer optimizer) {
    String name = optimizer.options().name();
    return name == null ? LayerNames.snakeCase(optimizer.className()) : name;
  }
}
