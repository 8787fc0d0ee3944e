package dev.tenon.losses;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.SavedObject;
import dev.tenon.error.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The explicit list of Keras' losses, by class, by function and by short name. */
final class LossCatalog {
  private static final String KIND = "loss";

  /** Keys of a configuration that do not change the numbers. */
  private static final Set<String> IGNORED = Set.of("dtype", "fn");

  private static final Map<String, LossFunction> CLASSES = new LinkedHashMap<>();
  private static final Map<String, LossFunction> FUNCTIONS = new LinkedHashMap<>();

  static {
    add(MeanSquaredError.DEFAULTS, "mean_squared_error", "mse", "MSE");
    add(MeanAbsoluteError.DEFAULTS, "mean_absolute_error", "mae", "MAE");
    add(MeanAbsolutePercentageError.DEFAULTS, "mean_absolute_percentage_error", "mape", "MAPE");
    add(MeanSquaredLogarithmicError.DEFAULTS, "mean_squared_logarithmic_error", "msle", "MSLE");
    add(BinaryCrossentropy.DEFAULTS, "binary_crossentropy", "bce", "BCE");
    add(BinaryFocalCrossentropy.DEFAULTS, "binary_focal_crossentropy");
    add(CategoricalCrossentropy.DEFAULTS, "categorical_crossentropy");
    add(CategoricalFocalCrossentropy.DEFAULTS, "categorical_focal_crossentropy");
    add(SparseCategoricalCrossentropy.DEFAULTS, "sparse_categorical_crossentropy");
    add(CategoricalGeneralizedCrossEntropy.DEFAULTS, "categorical_generalized_cross_entropy");
    // The long name is tf_keras' only, as are 'logcosh' and 'huber_loss'.
    add(KLDivergence.DEFAULTS, "kl_divergence", "kld", "KLD", "kullback_leibler_divergence");
    add(Poisson.DEFAULTS, "poisson");
    add(CosineSimilarity.DEFAULTS, "cosine_similarity");
    add(LogCosh.DEFAULTS, "log_cosh", "logcosh");
    add(Huber.DEFAULTS, "huber", "huber_loss");
    add(Hinge.DEFAULTS, "hinge");
    add(SquaredHinge.DEFAULTS, "squared_hinge");
    add(CategoricalHinge.DEFAULTS, "categorical_hinge");
    add(Dice.DEFAULTS, "dice");
    add(Tversky.DEFAULTS, "tversky");
  }

  private LossCatalog() {}

  private static void add(LossFunction loss, String... functions) {
    put(CLASSES, loss.className(), loss);
    for (String function : functions) {
      put(FUNCTIONS, function, loss);
    }
  }

  private static void put(Map<String, LossFunction> to, String name, LossFunction loss) {
    if (to.put(name, loss) != null) {
      throw new IllegalStateException("loss " + name + " is listed twice");
    }
  }

  /** Returns all losses with Keras' defaults. */
  static List<LossFunction> all() {
    return List.copyOf(CLASSES.values());
  }

  /** Returns the first name of a class's function. */
  static String functionName(String className) {
    for (Map.Entry<String, LossFunction> function : FUNCTIONS.entrySet()) {
      if (function.getValue().className().equals(className)) {
        return function.getKey();
      }
    }
    throw new IllegalArgumentException("Keras has no function of the loss " + className);
  }

  static LossFunction named(String name) {
    LossFunction function = FUNCTIONS.get(name);
    if (function != null) {
      return configured(function, Map.of("name", name));
    }
    LossFunction loss = CLASSES.get(name);
    if (loss != null) {
      return loss;
    }
    throw unknown(name);
  }

  static LossFunction of(String className, Map<String, ? extends @Nullable Object> config) {
    if (className.equals("LossFunctionWrapper")) {
      LossFunction function = FUNCTIONS.get(SavedObject.functionName(config.get("fn")));
      if (function != null) {
        return configured(function, config);
      }
      throw unknown(String.valueOf(config.get("fn")));
    }
    LossFunction loss = CLASSES.get(className);
    if (loss == null) {
      throw unknown(className);
    }
    return configured(loss, config);
  }

  private static LossFunction configured(
      LossFunction defaults, Map<String, ? extends @Nullable Object> config) {
    Map<String, @Nullable Object> read = new LinkedHashMap<>(config);
    if ("auto".equals(read.get("reduction"))) {
      // tf_keras' default, which outside of distribution strategies is this one.
      read.put("reduction", Reduction.SUM_OVER_BATCH_SIZE.kerasName());
    }
    if (read.get("name") == null) {
      read.remove("name");
    }
    String what = KIND + " " + defaults.className();
    return (LossFunction) ConfigRecord.read(what, (Record) defaults, read, IGNORED);
  }

  private static IllegalArgumentException unknown(String name) {
    if (Set.of("CTC", "ctc", "Circle", "circle").contains(name)) {
      return new IllegalArgumentException(
          "loss '"
              + name
              + "' is one of Keras' that are not in Tenon; "
              + "write it as a Loss of your own");
    }
    Set<String> known = new TreeSet<>(CLASSES.keySet());
    known.addAll(FUNCTIONS.keySet());
    return new IllegalArgumentException(Names.unknown(KIND, name, known));
  }
}
