package dev.tenon.runtime;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.shape.TensorType;
import java.util.List;

/**
 * Operators across the processes that train one model together, which only a {@link Trainer} of a
 * {@link Replica} computes.
 *
 * <p>They occur in the graphs of a {@link TrainProgram} and in no file. All replicas run the same
 * sequence of programs with such operators.
 */
public sealed interface Collective extends Operator {
  /**
   * The elementwise sum of the tensors of all replicas, with the same bytes on each of them.
   *
   * <p>Its gradient is that of the replica's own summand: the sum of the gradients of all replicas
   * is the gradient of the sum.
   *
   * @param replicas the number of replicas
   * @param key tells the sums of one program apart; equal on all replicas, with one type and shape
   *     for each key
   * @param timeoutSeconds how long a replica waits for the others
   */
  record AllReduce(int replicas, int key, int timeoutSeconds) implements Collective {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }
}
