package dev.tenon.runtime.tensorflow.emit;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.gradient.CarriedGradients;
import dev.tenon.runtime.tensorflow.gradient.StepProducts;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/**
 * Writes operators of a loop's steps so that their gradients ask for no shapes.
 *
 * <p>TensorFlow's gradient of a product of two tensors has seven operations that are there for
 * repeated axes only. Its optimiser removes them where the shapes are equal, but takes longer to do
 * so than all else that a start of the training does: for the steps of a loop they are not written.
 */
final class StepOperators {
  private StepOperators() {}

  /**
   * Returns the result of a node; null for a node that is written as everywhere else.
   *
   * @param product where its gradient is taken; null where TensorFlow writes it
   */
  static @Nullable Output<?> emit(
      Emitter emitter, OperatorNode node, @Nullable StepProducts product) {
    if (product != null) {
      return product.write(emitter.tf(), emitter.resolve(node.input(0)));
    }
    if (node.operator() instanceof Binary.Mul && isOfEntries(node.input(0), node.input(1))) {
      return CarriedGradients.entries(
          emitter.tf(), emitter.resolve(node.input(0)), emitter.resolve(node.input(1)));
    }
    return node.operator() instanceof Binary.Sub ? difference(emitter, node) : null;
  }

  private static boolean isOfEntries(Value a, Value b) {
    Shape shape = a.shape();
    return a.dtype().isFloating()
        && a.constant() == null
        && b.constant() == null
        && shape.ranked()
        && shape.rank() > 0
        && shape.equals(b.shape());
  }

  /** Writes a number less a tensor: the negated tensor and, as a bias, the number. */
  private static @Nullable Output<?> difference(Emitter emitter, OperatorNode node) {
    Tensor number = node.input(0).constant();
    Value x = node.input(1);
    if (number == null || number.size() != 1 || !x.dtype().isFloating() || !x.shape().ranked()) {
      return null;
    }
    long last = x.rank() < 2 || x.rank() > 5 ? -1 : x.shape().length(-1);
    if (last < 0 || number.shape().length > x.rank()) {
      return null;
    }
    Tf tf = emitter.tf();
    float[] bias = new float[Math.toIntExact(last)];
    Arrays.fill(bias, (float) number.getDouble(0));
    Output<?> all = tf.constant(Tensor.of(bias, last).cast(x.dtype()));
    return tf.binary("BiasAdd", tf.unary("Neg", emitter.resolve(x)), all);
  }
}
