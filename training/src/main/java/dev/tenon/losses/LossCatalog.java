package dev.tenon.losses;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.SavedObject;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.internal.text.Names;
import dev.tenon.keras.signature.LossFunctionNames;
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
    for (LossFunction loss : LossFunctionFactories.ALL) {
      String function = LayerNames.snakeCase(loss.className());
      put(CLASSES, loss.className(), loss);
      put(FUNCTIONS, function, loss);
      LossFunctionNames.aliases(function).forEach(alias -> put(FUNCTIONS, alias, loss));
    }
    // tf_keras' name of the loss in its configurations.
    put(FUNCTIONS, Huber.DEFAULTS.name(), Huber.DEFAULTS);
  }

  private LossCatalog() {}

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
    Set<String> known = new TreeSet<>(CLASSES.keySet());
    known.addAll(FUNCTIONS.keySet());
    return new IllegalArgumentException(Names.unknown(KIND, name, known));
  }
}
