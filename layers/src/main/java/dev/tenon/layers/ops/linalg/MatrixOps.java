package dev.tenon.layers.ops.linalg;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.numpy.ManipulationOps;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Linear algebra with square matrices in the last two axes. */
public final class MatrixOps {
  /** More rows would make more operators than a graph should have. */
  private static final int MOST = 16;

  private MatrixOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Det", "det", "x|a|input", args -> List.of(determinant(args)));
    table.add("Logdet", "", "x", args -> List.of(logarithm(args)));
    table.add("Inv", "inv", "x|a|input", args -> List.of(inverse(args.ops(), square(args, 0))));
    table.add("Solve", "solve", "a|matrix b|rhs", args -> List.of(solved(args, square(args, 0))));
    table.add("SolveTriangular", "", "a b lower", args -> List.of(triangular(args)));
    table.add("Cholesky", "cholesky", "x|a|input upper", args -> List.of(cholesky(args)));
    table.add("CholeskyInverse", "", "x|a upper", args -> List.of(ofCholesky(args)));
  }

  private static Value square(OpArgs args, int index) {
    Value a = args.real(index);
    if (a.rank() < 2 || a.shape().length(-1) < 1 || !a.shape().dim(-1).equals(a.shape().dim(-2))) {
      throw args.refuse("takes square matrices of a known size, not " + a.shape());
    }
    return a;
  }

  private static Value determinant(OpArgs args) {
    return args.ops().apply(new Linear.Det(), square(args, 0));
  }

  private static Value inverse(Ops ops, Value a) {
    int size = Math.toIntExact(a.shape().length(-1));
    Value one = identity(ops, a.dtype(), size);
    Value all = a.rank() == 2 ? one : ops.expand(one, a, a.shape());
    return ops.apply(new Linear.MatrixSolve(), a, all);
  }

  private static Value identity(Ops ops, DType type, int size) {
    TableSize.check("an identity", size, size);
    double[] ones = new double[size * size];
    for (int i = 0; i < size; i++) {
      ones[i * size + i] = 1;
    }
    return ops.constant(Tensor.of(ones, size, size).cast(type));
  }

  /** Solves for the argument 'b', whose last axis may be left out. */
  private static Value solved(OpArgs args, Value a) {
    Ops ops = args.ops();
    Value b = ops.cast(args.value(1), a.dtype());
    if (b.rank() == a.rank() - 1) {
      Value column = ops.unsqueeze(b, b.rank());
      return ops.squeeze(ops.apply(new Linear.MatrixSolve(), a, column), b.rank());
    }
    if (b.rank() != a.rank()) {
      throw args.refuse("takes as many axes on both sides, not " + a.shape() + " and " + b.shape());
    }
    return ops.apply(new Linear.MatrixSolve(), a, b);
  }

  private static Value half(Ops ops, Value a, boolean lower) {
    return ops.apply(new Movement.Trilu(lower ? 0 : 1), a, ops.scalar(DType.INT64, 0));
  }

  private static Value triangular(OpArgs args) {
    return solved(args, half(args.ops(), square(args, 0), args.flag(2, false)));
  }

  private static Value cholesky(OpArgs args) {
    Value lower = root(args, square(args, 0));
    return args.flag(1, false) ? ManipulationOps.turned(args.ops(), lower) : lower;
  }

  /** Returns the lower triangle whose square is a matrix, of which it reads the lower triangle. */
  private static Value root(OpArgs args, Value a) {
    Ops ops = args.ops();
    int size = Math.toIntExact(a.shape().length(-1));
    if (size > MOST) {
      throw args.refuse(
          "is written in plainer operators for up to " + MOST + " rows, not for " + a.shape());
    }
    int last = a.rank() - 1;
    List<Value> columns = new ArrayList<>();
    for (int j = 0; j < size; j++) {
      // What is left of column j below its diagonal, after the columns before it.
      Value column = ops.slice(ops.slice(a, last, j, j + 1L, 1), last - 1, j, size, 1);
      for (Value before : columns) {
        Value below = ops.slice(before, last - 1, j, size, 1);
        column = ops.sub(column, ops.mul(below, ops.slice(before, last - 1, j, j + 1L, 1)));
      }
      Value pivot = ops.sqrt(ops.slice(column, last - 1, 0, 1, 1));
      Value scaled = ops.div(column, pivot);
      long[] pads = new long[2 * a.rank()];
      pads[last - 1] = j;
      columns.add(
          j == 0
              ? scaled
              : ops.apply(new Movement.Pad("constant"), scaled, ops.longs(pads), ops.scalar(a, 0)));
    }
    return ops.concat(last, columns);
  }

  /** TensorFlow takes the logarithm of a Cholesky root's diagonal, twice. */
  private static Value logarithm(OpArgs args) {
    Ops ops = args.ops();
    Value a = square(args, 0);
    long size = a.shape().length(-1);
    Value root = root(args, a);
    Value one = identity(ops, a.dtype(), Math.toIntExact(size));
    int last = a.rank() - 1;
    Value diagonal = ops.reduceSum(ops.mul(root, one), false, last);
    return ops.mul(ops.reduceSum(ops.log(diagonal), false, last - 1L), 2);
  }

  private static Value ofCholesky(OpArgs args) {
    Ops ops = args.ops();
    boolean upper = args.flag(1, false);
    Value inverse = inverse(ops, half(ops, square(args, 0), !upper));
    Value other = ManipulationOps.turned(ops, inverse);
    return upper ? ops.matMul(inverse, other) : ops.matMul(other, inverse);
  }
}
