package dev.tenon.regularizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A penalty on the magnitudes of weights: {@code l1 * sum(|x|)}.
 *
 * @param l1 the factor
 * @see <a href="https://keras.io/api/layers/regularizers/#l1-class">Keras: L1</a>
 */
@Setters
public record L1(double l1) implements Regularizer, L1Setters {
  /** Keras' defaults. */
  public static final L1 DEFAULTS = new L1(0.01);

  @Override
  public Value penalty(Ops ops, Value x) {
    return Sums.magnitudes(ops, x, l1);
  }
}
