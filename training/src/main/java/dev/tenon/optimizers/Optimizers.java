package dev.tenon.optimizers;

import dev.tenon.config.DefaultFactories;
import dev.tenon.config.SavedObject;
import dev.tenon.error.Names;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.layer.LayerNames;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All optimizers, by Keras' names.
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
   * Returns an optimizer with Keras' defaults.
   *
   * @param name Keras' name, such as {@code adam}; upper case makes no difference
   * @throws IllegalArgumentException where there is none of that name, with the nearest names
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
   * Returns the optimizer that a Keras file describes.
   *
   * @param className Keras' class name; {@code Custom>} before it, as tf_keras writes, is passed
   *     over
   * @param config its configuration, in the keys of any generation of Keras: {@code lr} is {@code
   *     learning_rate}, a {@code decay} becomes a schedule
   * @throws UnsupportedModelException where the optimizer, its schedule or a key is not known
   * @throws IllegalArgumentException where a value is out of its range
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

  /** Returns an optimizer that scales the loss around another one, with Keras' defaults. */
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
   * Returns AdamW with Keras' other defaults.
   *
   * @param learningRate the learning rate
   * @param weightDecay how much of each weight, times the learning rate, is taken away before a
   *     step
   */
  public static AdamW adamW(double learningRate, double weightDecay) {
    return adamW(learningRate).weightDecay(weightDecay);
  }

  /** Returns an optimizer's configuration in Keras 3's keys. */
  public static Map<String, @Nullable Object> toConfig(Optimizer optimizer) {
    return OptimizerConfigs.toConfig(optimizer);
  }

  /** Returns the same optimizer at another learning rate, as a file would have it. */
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

  /** Returns an optimizer as Keras 3 writes objects: module, class name, configuration. */
  public static Map<String, @Nullable Object> serialize(Optimizer optimizer) {
    return SavedObject.written("keras.optimizers", optimizer.className(), toConfig(optimizer));
  }

  /** Returns Keras' name of an optimizer's variables and of itself, such as {@code adam_w}. */
  public static String name(Optimizer optimizer) {
    String name = optimizer.options().name();
    return name == null ? LayerNames.snakeCase(optimizer.className()) : name;
  }
}
