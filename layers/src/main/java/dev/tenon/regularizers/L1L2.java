package dev.tenon.regularizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A penalty on magnitudes and squares of weights: {@code l1 * sum(|x|) + l2 * sum(x²)}.
 *
 * @param l1 the factor of the magnitudes
 * @param l2 the factor of the squares
 * @see <a href="https://keras.io/api/layers/regularizers/#l1l2-class">Keras: L1L2</a>
 */
@Setters
public record L1L2(double l1, double l2) implements Regularizer, L1L2Setters {
  /** Keras' defaults. */
  public static final L1L2 DEFAULTS = new L1L2(0, 0);

  @Override
  public Value penalty(Ops ops, Value x) {
    return ops.add(Sums.magnitudes(ops, x, l1), Sums.squares(ops, x, l2));
  }
}
