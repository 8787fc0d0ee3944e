package dev.tenon.layers.common;

import dev.tenon.error.Names;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.OrderedMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds activations, initializers, regularizers and constraints by the strings that Keras takes.
 *
 * <p>Initializers, regularizers and constraints become what Keras makes of the string: an object
 * under its class name, with the class's defaults.
 */
public final class ObjectNames {
  private static final Map<String, String> ACTIVATION_ALIASES =
      Map.of("swish", "silu", "hard_swish", "hard_silu");

  private static final List<String> INITIALIZERS =
      List.of(
          "Zeros",
          "Ones",
          "Constant",
          "Identity",
          "RandomNormal",
          "RandomUniform",
          "TruncatedNormal",
          "VarianceScaling",
          "GlorotNormal",
          "GlorotUniform",
          "HeNormal",
          "HeUniform",
          "LecunNormal",
          "LecunUniform",
          "Orthogonal");

  private static final Map<String, String> INITIALIZER_ALIASES =
      Map.of(
          "zero", "Zeros",
          "one", "Ones",
          "normal", "RandomNormal",
          "uniform", "RandomUniform",
          "eye", "Identity",
          "IdentityInitializer", "Identity",
          "OrthogonalInitializer", "Orthogonal");

  private static final Map<String, KerasObject> REGULARIZERS = new LinkedHashMap<>();

  static {
    put(new KerasObject("L1", Map.of("l1", 0.01)));
    put(new KerasObject("L2", Map.of("l2", 0.01)));
    put(new KerasObject("L1L2", OrderedMap.of("l1", 0.0, "l2", 0.0)));
    put(new KerasObject("OrthogonalRegularizer", OrderedMap.of("factor", 0.01, "mode", "rows")));
  }

  private static final Map<String, KerasObject> CONSTRAINTS =
      Map.of(
          "maxnorm", new KerasObject("MaxNorm", OrderedMap.of("max_value", 2L, "axis", 0L)),
          "nonneg", KerasObject.of("NonNeg"),
          "unitnorm", new KerasObject("UnitNorm", Map.of("axis", 0L)),
          "minmaxnorm",
              new KerasObject(
                  "MinMaxNorm",
                  Map.of("min_value", 0.0, "max_value", 1.0, "rate", 1.0, "axis", 0L)));

  private ObjectNames() {}

  private static void put(KerasObject regularizer) {
    REGULARIZERS.put(plain(regularizer.className()), regularizer);
  }

  /**
   * Returns an activation.
   *
   * @throws IllegalArgumentException for a name that is none, with those most like it
   */
  public static KerasObject activation(String name) {
    String official = ACTIVATION_ALIASES.getOrDefault(name, name);
    if (!NamedActivations.names().contains(official)) {
      throw new IllegalArgumentException(
          Names.unknown("activation", name, NamedActivations.names()));
    }
    return KerasObject.of(official);
  }

  /**
   * Returns an initializer.
   *
   * @throws IllegalArgumentException for a name that is none, with those most like it
   */
  public static KerasObject initializer(String name) {
    return initializerClass(name)
        .map(KerasObject::of)
        .orElseThrow(
            () -> new IllegalArgumentException(Names.unknown("initializer", name, INITIALIZERS)));
  }

  /** Returns the class name of an initializer, however Keras spells it; empty for none. */
  public static Optional<String> initializerClass(String name) {
    String wanted = plain(INITIALIZER_ALIASES.getOrDefault(name, name));
    return INITIALIZERS.stream().filter(known -> plain(known).equals(wanted)).findFirst();
  }

  /** Returns the class names of all initializers. */
  public static List<String> initializers() {
    return INITIALIZERS;
  }

  /**
   * Returns a regularizer.
   *
   * @throws IllegalArgumentException for a name that is none, with those most like it
   */
  public static KerasObject regularizer(String name) {
    return find("regularizer", name, REGULARIZERS);
  }

  /**
   * Returns a constraint.
   *
   * @throws IllegalArgumentException for a name that is none, with those most like it
   */
  public static KerasObject constraint(String name) {
    return find("constraint", name, CONSTRAINTS);
  }

  private static KerasObject find(String kind, String name, Map<String, KerasObject> known) {
    KerasObject found = known.get(plain(name));
    if (found == null) {
      throw new IllegalArgumentException(
          Names.unknown(kind, name, known.values().stream().map(KerasObject::className).toList()));
    }
    return found;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }
}
