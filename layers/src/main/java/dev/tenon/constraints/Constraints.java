package dev.tenon.constraints;

import dev.tenon.config.ObjectCatalog;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.annotations.DefaultFactories;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keras' constraints of weights, as in {@code dense(5).kernelConstraint(maxNorm(3))}.
 *
 * @see <a href="https://keras.io/api/layers/constraints/">Keras: constraints</a>
 */
@DefaultFactories(
    value = {MaxNorm.class, NonNeg.class, UnitNorm.class, MinMaxNorm.class},
    kind = Constraint.class)
public final class Constraints extends ConstraintFactories {
  private static final ObjectCatalog<Constraint> CATALOG =
      new ObjectCatalog<>("constraint", Constraint.class, ALL, Map.of());

  private Constraints() {}

  /**
   * Returns the constraint of a name, with Keras' defaults.
   *
   * @param name Keras' name, such as {@code max_norm} or {@code MaxNorm}
   * @throws IllegalArgumentException for an unknown name, with the nearest ones
   */
  public static Constraint of(String name) {
    return CATALOG.named(name);
  }

  /** Returns every constraint of Keras, with its defaults. */
  public static List<Constraint> all() {
    return ALL;
  }

  /**
   * Returns the constraint of a configuration.
   *
   * @throws UnsupportedModelException for an unknown class
   * @throws IllegalArgumentException for a value that does not fit
   */
  public static Constraint of(KerasObject object) {
    return CATALOG
        .find(older(object))
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    "the constraint "
                        + object.className()
                        + " is not supported in training; supported are "
                        + String.join(", ", CATALOG.names())
                        + "; "
                        + ObjectCatalog.advice(object)));
  }

  /** Keras 1 says m for the largest norm. */
  private static KerasObject older(KerasObject object) {
    if (object.implementation() != null || !(object.config().get("m") instanceof Number max)) {
      return object;
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>(object.config());
    config.put("max_value", max);
    return new KerasObject(object.className(), config);
  }

  /**
   * Returns a weight projected by a constraint.
   *
   * @param constraint the configuration of the constraint
   * @param ops the operators
   * @param weight the weight after a step
   * @throws UnsupportedModelException for an unknown constraint
   * @throws IllegalArgumentException if a value of the configuration does not fit, or a user's
   *     constraint returns another shape or element type than the weight's
   */
  public static Value apply(KerasObject constraint, Ops ops, Value weight) {
    Value projected = of(constraint).project(ops, weight);
    if (!projected.type().equals(weight.type())) {
      throw new IllegalArgumentException(
          "constraint '"
              + constraint.className()
              + "' gave "
              + projected.type()
              + "; expected the weight's "
              + weight.type());
    }
    return projected;
  }
}
