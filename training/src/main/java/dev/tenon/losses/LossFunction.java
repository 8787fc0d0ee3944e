package dev.tenon.losses;

import dev.tenon.ir.graph.Value;

/**
 * A loss that can be asked for each element, and so be averaged by a metric as well.
 *
 * <p>Keras has a class and a function of each: the class first removes or adds a last axis of
 * length 1 where the ranks of target and prediction differ by one.
 */
public interface LossFunction extends Loss {
  /**
   * Says in operators what Keras' function of this name says.
   *
   * @param call what may be asked
   * @param target what the data say
   * @param prediction what the model says
   * @return the loss of each element; the last axis of the prediction is gone, as a rule
   */
  Value compute(LossCall call, Value target, Value prediction);

  @Override
  default Value each(LossCall call, Value target, Value prediction) {
    SameRank same = SameRank.of(call.ops(), target, prediction);
    return compute(call, same.first(), same.second());
  }
}
