package dev.tenon.optimizers;

import dev.tenon.config.SavedObject;
import dev.tenon.error.Names;
import dev.tenon.error.UnsupportedModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All optimizers, by Keras' names.
 *
 * @see <a href="https://keras.io/api/optimizers/">Keras: optimizers</a>
 */
public final class Optimizers {
  private static final Pattern WORD = Pattern.compile("(.)([A-Z][a-z]+)");
  private static final Pattern LOWER_UPPER = Pattern.compile("([a-z])([A-Z])");

  /** Optimizers of Keras that wrap or replace the training loop itself. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "lossscaleoptimizer",
          "it changes the loss scale by what it finds in the gradients; set lossScaleFactor"
              + " instead",
          "multioptimizer",
          "it has one rule for each group of weights",
          "schedulefreeadamw",
          "it trains other weights than it evaluates");

  private static final Map<String, Optimizer> ALL = byName();

  private Optimizers() {}

  /** Returns every optimizer that Tenon knows, with Keras' defaults. */
  static List<Optimizer> all() {
    return List.copyOf(ALL.values());
  }

  private static Map<String, Optimizer> byName() {
    Map<String, Optimizer> all = new LinkedHashMap<>();
    for (Optimizer defaults :
        List.of(
            SGD.DEFAULTS,
            RMSprop.DEFAULTS,
            Adam.DEFAULTS,
            AdamW.DEFAULTS,
            Adamax.DEFAULTS,
            Nadam.DEFAULTS,
            Adagrad.DEFAULTS,
            Adadelta.DEFAULTS,
            Adafactor.DEFAULTS,
            Ftrl.DEFAULTS,
            Lion.DEFAULTS,
            Lamb.DEFAULTS,
            Muon.DEFAULTS)) {
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
    Optimizer found = ALL.get(wanted);
    if (found == null) {
      throw new IllegalArgumentException(Names.unknown("optimizer", name, ALL.keySet()));
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
    Optimizer defaults = ALL.get(wanted);
    if (defaults == null) {
      String reason = REFUSED.get(wanted);
      throw new UnsupportedModelException(
          "the optimizer '"
              + bare
              + "' is not supported"
              + (reason == null ? "" : " (" + reason + ")")
              + "; supported are "
              + ALL.values().stream().map(Optimizer::className).toList());
    }
    return OptimizerConfigs.of(defaults, config);
  }

  /** Returns an optimizer's configuration in Keras 3's keys. */
  public static Map<String, @Nullable Object> toConfig(Optimizer optimizer) {
    return OptimizerConfigs.toConfig(optimizer);
  }

  /** Returns the same optimizer at another learning rate, as a file would have it. */
  public static Optimizer withRate(Optimizer optimizer, double learningRate) {
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
    String words = WORD.matcher(optimizer.className()).replaceAll("$1_$2");
    return LOWER_UPPER.matcher(words).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }

  /** Returns {@link SGD} with Keras' other defaults. */
  public static SGD sgd(double learningRate) {
    return sgd(new ConstantRate(learningRate));
  }

  /** Returns {@link SGD} with Keras' other defaults. */
  public static SGD sgd(LearningRateSchedule learningRate) {
    return SGD.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link RMSprop} with Keras' other defaults. */
  public static RMSprop rmsprop(double learningRate) {
    return rmsprop(new ConstantRate(learningRate));
  }

  /** Returns {@link RMSprop} with Keras' other defaults. */
  public static RMSprop rmsprop(LearningRateSchedule learningRate) {
    return RMSprop.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link Adam} with Keras' other defaults. */
  public static Adam adam(double learningRate) {
    return adam(new ConstantRate(learningRate));
  }

  /** Returns {@link Adam} with Keras' other defaults. */
  public static Adam adam(LearningRateSchedule learningRate) {
    return Adam.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link AdamW} with Keras' other defaults. */
  public static AdamW adamW(double learningRate) {
    return adamW(new ConstantRate(learningRate));
  }

  /** Returns {@link AdamW} with Keras' other defaults. */
  public static AdamW adamW(LearningRateSchedule learningRate) {
    return AdamW.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link Adamax} with Keras' other defaults. */
  public static Adamax adamax(double learningRate) {
    return adamax(new ConstantRate(learningRate));
  }

  /** Returns {@link Adamax} with Keras' other defaults. */
  public static Adamax adamax(LearningRateSchedule learningRate) {
    return Adamax.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link Nadam} with Keras' other defaults. */
  public static Nadam nadam(double learningRate) {
    return nadam(new ConstantRate(learningRate));
  }

  /** Returns {@link Nadam} with Keras' other defaults. */
  public static Nadam nadam(LearningRateSchedule learningRate) {
    return Nadam.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link Adagrad} with Keras' other defaults. */
  public static Adagrad adagrad(double learningRate) {
    return adagrad(new ConstantRate(learningRate));
  }

  /** Returns {@link Adagrad} with Keras' other defaults. */
  public static Adagrad adagrad(LearningRateSchedule learningRate) {
    return Adagrad.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link Adadelta} with Keras' other defaults. */
  public static Adadelta adadelta(double learningRate) {
    return adadelta(new ConstantRate(learningRate));
  }

  /** Returns {@link Adadelta} with Keras' other defaults. */
  public static Adadelta adadelta(LearningRateSchedule learningRate) {
    return Adadelta.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link Adafactor} with Keras' other defaults. */
  public static Adafactor adafactor(double learningRate) {
    return adafactor(new ConstantRate(learningRate));
  }

  /** Returns {@link Adafactor} with Keras' other defaults. */
  public static Adafactor adafactor(LearningRateSchedule learningRate) {
    return Adafactor.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link Ftrl} with Keras' other defaults. */
  public static Ftrl ftrl(double learningRate) {
    return ftrl(new ConstantRate(learningRate));
  }

  /** Returns {@link Ftrl} with Keras' other defaults. */
  public static Ftrl ftrl(LearningRateSchedule learningRate) {
    return Ftrl.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link Lion} with Keras' other defaults. */
  public static Lion lion(double learningRate) {
    return lion(new ConstantRate(learningRate));
  }

  /** Returns {@link Lion} with Keras' other defaults. */
  public static Lion lion(LearningRateSchedule learningRate) {
    return Lion.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link Lamb} with Keras' other defaults. */
  public static Lamb lamb(double learningRate) {
    return lamb(new ConstantRate(learningRate));
  }

  /** Returns {@link Lamb} with Keras' other defaults. */
  public static Lamb lamb(LearningRateSchedule learningRate) {
    return Lamb.DEFAULTS.withLearningRate(learningRate);
  }

  /** Returns {@link Muon} with Keras' other defaults. */
  public static Muon muon(double learningRate) {
    return muon(new ConstantRate(learningRate));
  }

  /** Returns {@link Muon} with Keras' other defaults. */
  public static Muon muon(LearningRateSchedule learningRate) {
    return Muon.DEFAULTS.withLearningRate(learningRate);
  }
}
