package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.gradient.CarriedGradients;
import org.tensorflow.Output;

/** Products of one matrix by another for each entry of a batch, as attention has them. */
final class BatchProducts {
  private BatchProducts() {}

  static Output<?> emit(NodeContext at, Output<?> left, Output<?> right) {
    return at.training() && at.dtype(0).isFloating() && sameBatch(at.shape(0), at.shape(1))
        ? CarriedGradients.matrices(at.tf(), left, right)
        : at.tf().binary("BatchMatMulV2", left, right);
  }

  /** Where one factor is repeated along the batch, its gradient is a sum: TensorFlow writes it. */
  private static boolean sameBatch(Shape left, Shape right) {
    return left.rank() == right.rank()
        && left.sub(0, left.rank() - 2).equals(right.sub(0, right.rank() - 2));
  }
}
