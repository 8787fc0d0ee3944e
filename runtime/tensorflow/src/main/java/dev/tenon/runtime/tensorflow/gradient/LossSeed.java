package dev.tenon.runtime.tensorflow.gradient;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Reduction;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/**
 * Where the gradients of a loss start.
 *
 * <p>A mean of losses passes the same share on to each of them, as long as its divisor is not
 * learned: that takes two operations, TensorFlow's own gradients of a division and of a sum take
 * more than a dozen, which is a twentieth of the step of a small network.
 *
 * @param target what the gradients are taken of
 * @param seed the gradient of the loss to that; null where the target is the loss
 */
public record LossSeed(Output<?> target, @Nullable Output<?> seed) {
  /**
   * Returns where to start.
   *
   * @param uses tells which node gives a value
   * @param learned says whether something is learned that a value depends on
   * @param resolve gives the tensor of a value
   */
  public static LossSeed of(
      Tf tf,
      Value loss,
      UseDef uses,
      Predicate<Value> learned,
      Function<Value, Output<?>> resolve) {
    OperatorNode division = uses.producer(loss);
    if (division != null && division.operator() instanceof Binary.Div) {
      Value divisor = division.input(1);
      OperatorNode sum = uses.producer(division.input(0));
      boolean mean =
          sum != null
              && sum.operator() instanceof Reduction.ReduceSum reduced
              && sum.inputs().size() == 1
              && reduced.keepdims() == 0
              && reduced.noopWithEmptyAxes() == 0
              && sum.input(0).shape().ranked()
              && sum.input(0).rank() > 0
              && divisor.rank() == 0
              && !learned.test(divisor);
      if (mean && sum != null) {
        Output<?> each = resolve.apply(sum.input(0));
        Output<?> by = resolve.apply(divisor);
        String outer = tf.scope("loss/share");
        Output<?> share = tf.binary("RealDiv", tf.like(by, 1), by);
        LossSeed seed = new LossSeed(each, tf.binary("Fill", tf.shape(each), share));
        tf.scope(outer);
        return seed;
      }
    }
    return new LossSeed(resolve.apply(loss), null);
  }
}
