package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The sines and cosines of a Fourier transform, a row an output, a column an input.
 *
 * <p>Where there are fewer columns than the length, each stands for its mirror as well.
 */
final class DftMatrix {
  private static final long MOST_CONSTANTS = 1 << 20;

  private final ExpansionContext rule;
  private final Value length;
  private final Value outputs;
  private final Value inputs;

  DftMatrix(ExpansionContext rule, Value length, Value outputs, Value inputs) {
    this.rule = rule;
    this.length = length;
    this.outputs = outputs;
    this.inputs = inputs;
  }

  Value cosines(DType type) {
    return matrix(type, Math::cos, new Unary.Cos());
  }

  Value sines(DType type) {
    return matrix(type, Math::sin, new Unary.Sin());
  }

  private Value matrix(DType type, DoubleUnaryOperator function, Unary operator) {
    Ops ops = rule.ops();
    Tensor known = known(function);
    if (known != null) {
      return ops.constant(known.cast(type));
    }
    Value rows = rule.along(rule.positions(outputs), 0, 2);
    Value columns = rule.along(rule.positions(inputs), 1, 2);
    // Whole turns are taken off in whole numbers: they would cost digits.
    Value steps = ops.apply(new Binary.Mod(0), ops.mul(rows, columns), length);
    Value turns = ops.div(ops.cast(steps, DType.FLOAT64), ops.cast(length, DType.FLOAT64));
    Value waves = ops.apply(operator, ops.mul(turns, 2 * Math.PI));
    if (inputs != length) {
      Value mirror = ops.apply(new Binary.Mod(0), ops.sub(length, columns), length);
      Value single = ops.cast(ops.equal(mirror, columns), DType.FLOAT64);
      waves = ops.mul(waves, ops.sub(2, single));
    }
    return ops.cast(waves, type);
  }

  private @Nullable Tensor known(DoubleUnaryOperator function) {
    Tensor n = length.constant();
    Tensor m = outputs.constant();
    Tensor k = inputs.constant();
    if (n == null || m == null || k == null || m.getLong(0) * k.getLong(0) > MOST_CONSTANTS) {
      return null;
    }
    int rows = (int) m.getLong(0);
    int columns = (int) k.getLong(0);
    long turn = n.getLong(0);
    double[] values = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double step = (double) ((long) row * column % turn);
        boolean single = inputs == length || (turn - column) % turn == column;
        values[row * columns + column] =
            (single ? 1 : 2) * function.applyAsDouble(2 * Math.PI * step / turn);
      }
    }
    return Tensor.of(values, rows, columns);
  }
}
