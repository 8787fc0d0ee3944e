package dev.tenon.ir.fold;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes operators on the host element by element, for constants. */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Returns an operator's results.
   *
   * @param operands the operands; null for an absent one
   * @return null if the operator or its types are not supported
   * @throws IllegalArgumentException if the operands do not fit the operator
   */
  public static @Nullable List<Tensor> evaluate(
      Operator operator, List<@Nullable Tensor> operands) {
    if (operator instanceof Movement movement) {
      return Moves.apply(movement, operands);
    }
    Tensor result = single(operator, operands);
    return result == null ? null : List.of(result);
  }

  private static @Nullable Tensor single(Operator operator, List<@Nullable Tensor> operands) {
    Tensor x = operands.isEmpty() ? null : operands.get(0);
    Tensor second = operands.size() > 1 ? operands.get(1) : null;
    if (x == null) {
      return null;
    }
    if (operator instanceof Unary) {
      return UnaryMath.apply(operator, x);
    }
    if (operator instanceof Activations activation) {
      Tensor softmax = Reductions.softmax(activation, x);
      return softmax == null ? UnaryMath.apply(operator, x) : softmax;
    }
    if (operator instanceof Binary) {
      return second == null ? null : BinaryMath.apply(operator, x, second);
    }
    if (operator instanceof Variadic variadic) {
      return BinaryMath.variadic(variadic, operands);
    }
    if (operator instanceof Reduction reduction) {
      return Reductions.apply(reduction, x, second);
    }
    if (operator instanceof Indexing indexing) {
      return Lookups.apply(indexing, operands);
    }
    if (operator instanceof Generation generation) {
      return generate(generation, x, operands);
    }
    if (operator instanceof Linear linear) {
      return Products.apply(linear, operands);
    }
    return null;
  }

  private static @Nullable Tensor generate(
      Generation operator, Tensor x, List<@Nullable Tensor> operands) {
    if (operator instanceof Generation.Shape op) {
      long[] lengths = Arrays.copyOfRange(x.shape(), op.from(x.rank()), op.to(x.rank()));
      return Tensor.of(lengths, new long[] {lengths.length});
    }
    if (operator instanceof Generation.Size) {
      return Tensor.scalar(DType.INT64, (long) x.size());
    }
    if (operator instanceof Generation.ConstantOfShape op) {
      return Moves.expand(op.value().reshape(), x.toLongArray());
    }
    if (operator instanceof Generation.Range) {
      return range(x, operands);
    }
    if (operator instanceof Generation.EyeLike op) {
      DType dtype = op.dtype() == null ? x.dtype() : op.dtype();
      Tensor.Writer writer = new Tensor.Writer(dtype, x.size());
      for (int row = 0; row < x.dim(0); row++) {
        long column = row + op.k();
        if (column >= 0 && column < x.dim(1)) {
          writer.set((int) (row * x.dim(1) + column), 1L);
        }
      }
      return writer.build(x.shape());
    }
    return null;
  }

  private static @Nullable Tensor range(Tensor start, List<@Nullable Tensor> operands) {
    Tensor limit = operands.get(1);
    Tensor delta = operands.get(2);
    if (limit == null || delta == null) {
      return null;
    }
    double steps = (limit.getDouble(0) - start.getDouble(0)) / delta.getDouble(0);
    int count = (int) Math.max(0, Math.ceil(steps));
    Tensor.Writer writer = new Tensor.Writer(start.dtype(), count);
    for (int i = 0; i < count; i++) {
      if (start.dtype().isFloating()) {
        writer.set(i, start.getDouble(0) + i * delta.getDouble(0));
      } else {
        writer.set(i, start.getLong(0) + i * delta.getLong(0));
      }
    }
    return writer.build(count);
  }

  /** Returns the operands that are given, or null if one of the first {@code count} is not. */
  static @Nullable List<Tensor> given(List<@Nullable Tensor> operands, int count) {
    List<Tensor> given = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Tensor operand = i < operands.size() ? operands.get(i) : null;
      if (operand == null) {
        return null;
      }
      given.add(operand);
    }
    return given;
  }
}
