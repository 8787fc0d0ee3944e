package dev.tenon.regularizers;

import dev.tenon.config.ObjectCatalog;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.annotations.DefaultFactories;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import java.util.List;
import java.util.Map;

/**
 * Keras' regularizers of weights and outputs, as in {@code dense(5).kernelRegularizer(l2(1e-4))}.
 *
 * @see <a href="https://keras.io/api/layers/regularizers/">Keras: regularizers</a>
 */
@DefaultFactories(
    value = {L1.class, L2.class, L1L2.class, OrthogonalRegularizer.class},
    kind = Regularizer.class,
    names = "l1l2")
public final class Regularizers extends RegularizerFactories {
  private static final ObjectCatalog<Regularizer> CATALOG =
      new ObjectCatalog<>("regularizer", Regularizer.class, ALL, Map.of());

  private Regularizers() {}

  /**
   * Returns the regularizer of a name, with Keras' defaults.
   *
   * @param name Keras' name, such as {@code l1_l2} or {@code L1L2}
   * @throws IllegalArgumentException for an unknown name, with the nearest ones
   */
  public static Regularizer of(String name) {
    return CATALOG.named(name);
  }

  /** Returns every regularizer of Keras, with its defaults. */
  public static List<Regularizer> all() {
    return ALL;
  }

  /**
   * Returns the regularizer of a configuration.
   *
   * @throws UnsupportedModelException for an unknown class
   * @throws IllegalArgumentException for a value that does not fit
   */
  public static Regularizer of(KerasObject object) {
    return CATALOG
        .find(object)
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    "regularizer '"
                        + object.className()
                        + "' is not known; "
                        + String.join(", ", CATALOG.names())
                        + " are; "
                        + ObjectCatalog.advice(object),
                    List.of("regularizer " + object.className())));
  }

  /**
   * Returns the penalty of a tensor, a scalar.
   *
   * @param regularizer the configuration of the regularizer
   * @throws UnsupportedModelException for an unknown regularizer
   * @throws IllegalArgumentException if a user's own regularizer returns another shape than a
   *     scalar
   */
  public static Value penalty(Ops ops, KerasObject regularizer, Value x) {
    Value penalty = of(regularizer).penalty(ops, x);
    if (penalty.rank() != 0) {
      throw new IllegalArgumentException(
          "regularizer '"
              + regularizer.className()
              + "' gave shape "
              + penalty.shape()
              + " for "
              + x.shape()
              + "; expected a scalar: add up all axes");
    }
    return penalty;
  }
}
