package dev.tenon.losses;

import dev.tenon.internal.operators.SameRank;
import dev.tenon.ir.graph.Value;

/**
 * A loss that has a value for each element and can serve as a metric too.
 *
 * <p>Keras has a class and a function of each. The class first adds or removes a last axis of
 * length 1 where the ranks of target and prediction differ by one.
 *
 * @see <a href="https://keras.io/api/losses/">Keras: losses</a>
 */
public interface LossFunction extends Loss {
  /**
   * Writes the operators of Keras' loss function, without the adjustment of ranks.
   *
   * @param call the operators and the context
   * @param target the targets
   * @param prediction the predictions
   * @return the loss of each element, usually without the last axis of the prediction
   */
  Value compute(LossCall call, Value target, Value prediction);

  @Override
  default Value each(LossCall call, Value target, Value prediction) {
    SameRank same = SameRank.of(call.ops(), target, prediction);
    return compute(call, same.first(), same.second());
  }
}
