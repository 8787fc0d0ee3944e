package dev.tenon.regularizers;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.OrderedMap;
import java.util.Map;

/**
 * Keras' regularizers, for layers as in {@code dense(5).kernelRegularizer(l2(1e-4))}.
 *
 * @see <a href="https://keras.io/api/layers/regularizers/">Keras: regularizers</a>
 */
public final class Regularizers {
  private Regularizers() {}

  /** Returns a factor times the sum of the magnitudes. */
  public static KerasObject l1(double factor) {
    return new KerasObject("L1", Map.of("l1", factor));
  }

  /** Returns a factor times the sum of the squares. */
  public static KerasObject l2(double factor) {
    return new KerasObject("L2", Map.of("l2", factor));
  }

  /** Returns the sum of both. */
  public static KerasObject l1l2(double l1, double l2) {
    return new KerasObject("L1L2", OrderedMap.of("l1", l1, "l2", l2));
  }

  /**
   * Returns a penalty on rows or columns of a matrix that are not orthogonal.
   *
   * @param mode rows or columns
   */
  public static KerasObject orthogonalRegularizer(double factor, String mode) {
    return new KerasObject("OrthogonalRegularizer", OrderedMap.of("factor", factor, "mode", mode));
  }
}
