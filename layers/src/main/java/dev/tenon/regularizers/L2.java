package dev.tenon.regularizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A penalty on the squares of weights: {@code l2 * sum(x²)}.
 *
 * @param l2 the factor
 * @see <a href="https://keras.io/api/layers/regularizers/#l2-class">Keras: L2</a>
 */
@Setters
public record L2(double l2) implements Regularizer, L2Setters {
  /** Keras' defaults. */
  public static final L2 DEFAULTS = new L2(0.01);

  @Override
  public Value penalty(Ops ops, Value x) {
    return Sums.squares(ops, x, l2);
  }
}
