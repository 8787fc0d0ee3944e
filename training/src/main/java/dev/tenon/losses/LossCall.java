package dev.tenon.losses;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/** What a loss may ask and report while it is written. */
public interface LossCall {
  /** Returns the operators to compute with. */
  Ops ops();

  /**
   * Returns the operator that gives a value, looking through those that change nothing; null for an
   * input.
   *
   * <p>Crossentropies find the logits under a Softmax or Sigmoid with it, as Keras' TensorFlow
   * backend does, which is exact where probabilities are rounded.
   */
  @Nullable OperatorNode producer(Value value);

  /**
   * Reports which of the losses count at all, such as those of a class that is not ignored.
   *
   * @param counted bool, of the shape of what {@link Loss#each} returns
   */
  void mask(Value counted);
}
