package dev.tenon.layers.common;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.op.Reduction;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a regularizer adds to the loss, in operators.
 *
 * @see <a href="https://keras.io/api/layers/regularizers/">Keras: regularizers</a>
 */
public final class Penalty {
  /** Keras' factor of a regularizer that is given by its name only. */
  private static final double DEFAULT = 0.01;

  private Penalty() {}

  /**
   * Returns the penalty of a tensor, a scalar.
   *
   * @param regularizer L1, L2, L1L2 or OrthogonalRegularizer, with Keras' configuration
   * @throws UnsupportedModelException for any other
   */
  public static Value of(Ops ops, KerasObject regularizer, Value x) {
    Options options = new Options("regularizer", regularizer);
    return switch (regularizer.className().toLowerCase(Locale.ROOT)) {
      case "l1" -> l1(ops, x, options.number("l1", DEFAULT));
      case "l2" -> l2(ops, x, options.number("l2", DEFAULT));
      case "l1l2", "l1_l2" ->
          ops.add(l1(ops, x, options.number("l1", 0)), l2(ops, x, options.number("l2", 0)));
      case "orthogonalregularizer", "orthogonal_regularizer" ->
          orthogonal(ops, x, options.number("factor", DEFAULT), regularizer);
      default ->
          throw new UnsupportedModelException(
              "regularizer '"
                  + regularizer.className()
                  + "' is not known; L1, L2, L1L2 and OrthogonalRegularizer are",
              List.of("regularizer " + regularizer.className()));
    };
  }

  private static Value l1(Ops ops, Value x, double factor) {
    return ops.mul(ops.apply(new Reduction.ReduceSum(0, 0), ops.abs(x)), factor);
  }

  private static Value l2(Ops ops, Value x, double factor) {
    return ops.mul(ops.apply(new Reduction.ReduceSum(0, 0), ops.mul(x, x)), factor);
  }

  /** Half the sum of the magnitudes of the cosines between different rows or columns. */
  private static Value orthogonal(Ops ops, Value x, double factor, KerasObject regularizer) {
    if (x.rank() != 2) {
      throw new IllegalArgumentException(
          "OrthogonalRegularizer needs a matrix, received shape " + x.shape());
    }
    boolean rows = !"columns".equals(regularizer.config().get("mode"));
    int axis = rows ? 1 : 0;
    Value square = ops.reduceSum(ops.mul(x, x), true, axis);
    Value unit = ops.div(x, ops.sqrt(ops.max(square, 1e-12)));
    Value turned = ops.transpose(unit, 1, 0);
    Value cosines = rows ? ops.matMul(unit, turned) : ops.matMul(turned, unit);
    long size = x.shape().length(rows ? 0 : 1);
    if (size < 0) {
      throw new IllegalArgumentException(
          "OrthogonalRegularizer needs a matrix of known size, received shape " + x.shape());
    }
    float[] others = new float[Math.toIntExact(size * size)];
    Arrays.fill(others, 1);
    for (int i = 0; i < size; i++) {
      others[Math.toIntExact(i * size + i)] = 0;
    }
    Value off =
        ops.mul(ops.abs(cosines), ops.cast(ops.constant(Tensor.of(others, size, size)), x.dtype()));
    double pairs = size * (size - 1) / 2.0;
    Value sum = ops.apply(new Reduction.ReduceSum(0, 0), off);
    return ops.mul(sum, factor * 0.5 / pairs);
  }
}
