package dev.tenon.losses;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The context in which a loss writes its operators: the operators, the producers of values and the
 * mask.
 */
public interface LossCall {
  /** Returns the operators to compute with. */
  Ops ops();

  /**
   * Returns the operator that computes a value, without identities and casts that change nothing;
   * null for an input.
   *
   * <p>Crossentropies look for the logits before a Softmax or Sigmoid, as Keras' TensorFlow backend
   * does. Logits are exact where probabilities are rounded.
   *
   * @param value the value
   */
  @Nullable OperatorNode producer(Value value);

  /**
   * Reports the losses that count, such as those of classes that are not ignored.
   *
   * @param counted bool, of the shape of {@link Loss#each}
   */
  void mask(Value counted);
}
