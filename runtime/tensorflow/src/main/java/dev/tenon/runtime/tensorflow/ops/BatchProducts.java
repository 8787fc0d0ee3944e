package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;

/**
 * Products of one matrix by another for each entry of a batch, as attention has them.
 *
 * <p>TensorFlow's C++ library, where Java takes its gradients from, writes their gradient as {@code
 * BatchMatMulV3}, for which oneDNN has no kernel, and what it has registered cannot be replaced. In
 * training the product therefore goes through an {@code IdentityN} together with its factors: that
 * has no gradient of its own, and the one registered here consists of {@code BatchMatMulV2}, for
 * which oneDNN has one.
 */
final class BatchProducts {
  private static final String PRODUCT = "BatchMatMulV2";
  private static final String CARRIER = "IdentityN";

  private static boolean registered;

  private BatchProducts() {}

  static Output<?> emit(NodeContext at, Output<?> left, Output<?> right) {
    Tf tf = at.tf();
    Output<?> product = tf.binary(PRODUCT, left, right);
    if (!at.training() || !at.dtype(0).isFloating() || !sameBatch(at.shape(0), at.shape(1))) {
      return product;
    }
    register();
    List<Output<?>> carried = List.of(tf.unary("StopGradient", product), left, right);
    return tf.op(CARRIER).list(carried).outs(carried.size()).get(0);
  }

  /** Where one factor is repeated along the batch, its gradient is a sum: TensorFlow writes it. */
  private static boolean sameBatch(Shape left, Shape right) {
    return left.rank() == right.rank()
        && left.sub(0, left.rank() - 2).equals(right.sub(0, right.rank() - 2));
  }

  private static synchronized void register() {
    if (!registered) {
      registered = true;
      TensorFlow.registerCustomGradient(CARRIER, BatchProducts::gradient);
    }
  }

  private static List<Operand<?>> gradient(
      Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    Output<?> of = gradients.get(0);
    Output<?> left = carrier.input(1);
    Output<?> right = carrier.input(2);
    return List.of(of, product(ops, of, right, false, true), product(ops, left, of, true, false));
  }

  private static Operand<?> product(
      Ops ops, Output<?> left, Output<?> right, boolean turnLeft, boolean turnRight) {
    OperationBuilder builder = ops.scope().opBuilder(PRODUCT, PRODUCT);
    builder.addInput(left);
    builder.addInput(right);
    builder.setAttr("adj_x", turnLeft);
    builder.setAttr("adj_y", turnRight);
    return builder.build().output(0);
  }
}
