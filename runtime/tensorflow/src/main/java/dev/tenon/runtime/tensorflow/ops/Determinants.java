package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.gradient.SurrogateGradients;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** Determinants and systems of equations, with the gradients that TensorFlow Java lacks. */
final class Determinants {
  private Determinants() {}

  static Output<?> determinant(NodeContext at) {
    Tf tf = at.tf();
    Output<?> result = tf.unary("MatrixDeterminant", at.in(0));
    if (!at.training()) {
      return result;
    }
    at.refuseTwice();
    Output<?> cofactors = SurrogateGradients.fixed(tf, cofactors(tf, at.in(0)));
    Output<?> change = tf.mul(cofactors, SurrogateGradients.of(tf, at.in(0)));
    return tf.add(SurrogateGradients.fixed(tf, result), tf.reduce("Sum", change, false, -2, -1));
  }

  /** Returns what each element is multiplied by; there are such for singular matrices, too. */
  private static Output<?> cofactors(Tf tf, Output<?> matrices) {
    List<Output<?>> parts =
        tf.op("Svd").in(matrices).attr("compute_uv", true).attr("full_matrices", false).outs(3);
    Output<?> left = parts.get(1);
    Output<?> right = parts.get(2);
    Output<?> sign =
        tf.mul(tf.unary("MatrixDeterminant", left), tf.unary("MatrixDeterminant", right));
    Output<?> others = tf.mul(products(tf, parts.get(0), false), products(tf, parts.get(0), true));
    Output<?> scales = tf.expandDims(tf.mul(others, tf.expandDims(sign, -1)), -2);
    return tf.op("BatchMatMulV2").in(tf.mul(left, scales), right).attr("adj_y", true).out();
  }

  /** Returns for each number the product of those before it, or behind it. */
  private static Output<?> products(Tf tf, Output<?> numbers, boolean reverse) {
    return tf.op("Cumprod")
        .in(numbers, tf.scalar(DataType.DT_INT32, -1))
        .attr("exclusive", true)
        .attr("reverse", reverse)
        .out();
  }

  static Output<?> solve(NodeContext at) {
    Tf tf = at.tf();
    Output<?> a = at.in(0);
    Output<?> b = at.in(1);
    Output<?> result = tf.binary("MatrixSolve", a, b);
    if (!at.training()) {
      return result;
    }
    at.refuseTwice();
    Output<?> solution = SurrogateGradients.fixed(tf, result);
    Output<?> moved = tf.binary("BatchMatMulV2", SurrogateGradients.of(tf, a), solution);
    Output<?> inverse = SurrogateGradients.fixed(tf, tf.unary("MatrixInverse", a));
    Output<?> change =
        tf.binary("BatchMatMulV2", inverse, tf.sub(SurrogateGradients.of(tf, b), moved));
    return tf.add(solution, change);
  }

  /** TensorFlow inverts matrices of 32 and 64 bits only. */
  static Output<?> inverse(NodeContext at) {
    Tf tf = at.tf();
    DType type = at.dtype(0);
    boolean narrow = type == DType.FLOAT16 || type == DType.BFLOAT16;
    Output<?> x = narrow ? tf.cast(at.in(0), DataType.DT_FLOAT) : at.in(0);
    Output<?> result = tf.unary("MatrixInverse", x);
    if (at.training()) {
      at.refuseTwice();
      Output<?> inverse = SurrogateGradients.fixed(tf, result);
      Output<?> moved = tf.binary("BatchMatMulV2", inverse, SurrogateGradients.of(tf, x));
      result = tf.sub(inverse, tf.binary("BatchMatMulV2", moved, inverse));
    }
    return narrow ? tf.cast(result, TensorFlowTypes.of(type)) : result;
  }
}
