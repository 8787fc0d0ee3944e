package dev.tenon.tuning.estimator;

import dev.tenon.internal.text.Names;
import dev.tenon.training.FitOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The options of a fit that are hyperparameters, by name. */
final class FitSettings {
  static final Set<String> NAMES =
      Set.of(
          "epochs",
          "batchSize",
          "verbose",
          "validationSplit",
          "shuffle",
          "classWeight",
          "stepsPerEpoch");

  private FitSettings() {}

  static Map<String, Object> of(FitOptions options) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("epochs", options.epochs());
    settings.put("batchSize", options.batchSize());
    settings.put("verbose", options.verbose());
    settings.put("validationSplit", options.validationSplit());
    settings.put("shuffle", options.shuffle());
    Map<Integer, Double> classWeight = options.classWeight();
    if (classWeight != null) {
      settings.put("classWeight", classWeight);
    }
    Integer steps = options.stepsPerEpoch();
    if (steps != null) {
      settings.put("stepsPerEpoch", steps);
    }
    return settings;
  }

  static FitOptions with(FitOptions options, String name, Object value) {
    return switch (name) {
      case "epochs" -> options.epochs(Params.integer(name, value));
      case "batchSize" -> options.batchSize(Params.integer(name, value));
      case "verbose" -> options.verbose(Params.integer(name, value));
      case "validationSplit" -> options.validationSplit(Params.number(name, value));
      case "shuffle" -> options.shuffle(Params.value(name, value, Boolean.class));
      case "stepsPerEpoch" -> options.stepsPerEpoch(Params.integer(name, value));
      case "classWeight" -> options.classWeight(classWeight(name, value));
      default -> throw new IllegalStateException(name);
    };
  }

  private static Map<Integer, Double> classWeight(String name, Object value) {
    Map<Integer, Double> weights = new LinkedHashMap<>();
    Map<?, ?> given = Params.value(name, value, Map.class);
    given.forEach(
        (label, weight) -> weights.put(Params.integer(name, label), Params.number(name, weight)));
    return weights;
  }

  /**
   * Returns the name that is meant: itself, or the camel case of Python's spelling.
   *
   * @throws IllegalArgumentException where it is none, with the nearest ones
   */
  static String known(String name, Set<String> own, String another) {
    Set<String> all = new TreeSet<>(own);
    all.addAll(NAMES);
    all.add(another);
    if (all.contains(name)) {
      return name;
    }
    String camel = camelCase(name);
    if (all.contains(camel)) {
      return camel;
    }
    throw new IllegalArgumentException(Names.unknown("hyperparameter", name, all));
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      boolean first = camel.isEmpty() || word.isEmpty();
      camel.append(
          first ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }
}
