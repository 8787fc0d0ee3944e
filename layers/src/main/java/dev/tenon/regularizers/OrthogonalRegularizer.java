package dev.tenon.regularizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Reduction;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/**
 * A penalty on the cosines between different rows or columns of a matrix.
 *
 * <p>{@code factor * mean(|cos(u, v)|)} over all pairs of rows or columns. A weight of another rank
 * than 2, or of unknown size, fails with an {@link IllegalArgumentException}.
 *
 * @param factor the factor
 * @param mode the vectors that the penalty makes orthogonal: {@code rows} or {@code columns}
 * @see <a href="https://keras.io/api/layers/regularizers/#orthogonalregularizer-class">Keras:
 *     OrthogonalRegularizer</a>
 */
@Setters
public record OrthogonalRegularizer(double factor, Mode mode)
    implements Regularizer, OrthogonalRegularizerSetters {
  /** Keras' defaults. */
  public static final OrthogonalRegularizer DEFAULTS = new OrthogonalRegularizer(0.01, Mode.ROWS);

  /** The vectors that the penalty makes orthogonal. */
  public enum Mode {
    /** Its rows. */
    ROWS,
    /** Its columns. */
    COLUMNS
  }

  @Override
  public Value penalty(Ops ops, Value x) {
    if (x.rank() != 2) {
      throw new IllegalArgumentException(
          "OrthogonalRegularizer needs a matrix, received shape " + x.shape());
    }
    boolean rows = mode == Mode.ROWS;
    Value square = ops.reduceSum(ops.mul(x, x), true, rows ? 1 : 0);
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
