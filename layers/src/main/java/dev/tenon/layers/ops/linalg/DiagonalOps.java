package dev.tenon.layers.ops.linalg;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.numpy.ManipulationOps;
import dev.tenon.layers.ops.numpy.ReductionOps;
import dev.tenon.tensor.DType;
import java.util.List;

/** Functions that read or write the diagonal of matrices. */
public final class DiagonalOps {
  private DiagonalOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Diag", "", "x k", args -> List.of(diag(args)));
    table.add(
        "Diagflat",
        "",
        "x k",
        args ->
            List.of(
                matrix(
                    args.ops(),
                    ManipulationOps.flat(args.ops(), args.value(0)),
                    args.whole(1, 0))));
    table.add(
        "Diagonal", "", "x offset axis1 axis2", args -> List.of(diagonal(args, args.value(0))));
    table.add("Trace", "", "x offset axis1 axis2", args -> List.of(trace(args)));
    table.add("Slogdet", "", "x", DiagonalOps::logOfDeterminant);
  }

  private static Value diag(OpArgs args) {
    Value x = args.value(0);
    return switch (x.rank()) {
      case 1 -> matrix(args.ops(), x, args.whole(1, 0));
      case 2 -> part(args.ops(), x, args.whole(1, 0));
      default -> throw args.refuse("takes a vector or a matrix, not " + x.shape());
    };
  }

  /** Returns a matrix with a vector on its k-th diagonal. */
  private static Value matrix(Ops ops, Value given, long k) {
    Value x = Promotion.wide(ops, given);
    Value zero = ops.scalar(x, 0);
    long more = Math.abs(k);
    TableSize.check("a matrix with a diagonal so far from its middle", more, more);
    Value padded =
        k == 0 ? x : ops.apply(new Movement.Pad("constant"), x, ops.longs(0, more), zero);
    Value places = Lengths.positions(ops, padded, 0);
    Value rows = ops.unsqueeze(places, 1);
    Value columns = ops.unsqueeze(places, 0);
    Value on = ops.equal(ops.add(rows, ops.scalar(DType.INT64, (double) k)), columns);
    // The element of a row above the main diagonal stands in its row, below it in its column.
    Value elements = ops.unsqueeze(padded, k > 0 ? 1 : 0);
    return ops.cast(ops.where(on, elements, zero), given.dtype());
  }

  private static Value diagonal(OpArgs args, Value x) {
    Value moved = Lengths.last(args, x, args.whole(2, 0), args.whole(3, 1));
    return part(args.ops(), moved, args.whole(1, 0));
  }

  /** Returns a diagonal of the matrices of the last two axes. */
  static Value part(Ops ops, Value x, long offset) {
    int others = x.rank() - 2;
    Dim size = x.shape().sub(others, x.rank()).size();
    Value flat = ops.reshape(x, x.shape().sub(0, others).concat(Shape.of(size)));
    Value columns = Lengths.of(ops, x, others + 1);
    Value fromRows = ops.add(Lengths.of(ops, x, others), Lengths.number(ops, Math.min(offset, 0)));
    Value fromColumns = ops.sub(columns, Lengths.number(ops, Math.max(offset, 0)));
    long rows = x.shape().length(others);
    long wide = x.shape().length(others + 1);
    Value places;
    if (rows >= 0 && wide >= 0) {
      long count = Math.min(rows + Math.min(offset, 0), wide - Math.max(offset, 0));
      places = Lengths.positions(ops, Math.max(count, 0));
    } else {
      Value count = ops.max(ops.min(fromRows, fromColumns), Lengths.number(ops, 0));
      places = Lengths.positions(ops, count);
    }
    Value step = ops.add(columns, Lengths.number(ops, 1));
    Value start =
        offset >= 0 ? Lengths.number(ops, offset) : ops.mul(columns, Lengths.number(ops, -offset));
    return ops.gather(flat, ops.add(ops.mul(places, step), start), others);
  }

  private static Value trace(OpArgs args) {
    Value diagonal = diagonal(args, args.value(0));
    return ReductionOps.sum(args.ops(), diagonal, new long[] {diagonal.rank() - 1L}, false);
  }

  private static List<Value> logOfDeterminant(OpArgs args) {
    Ops ops = args.ops();
    Value determinant = ops.apply(new Linear.Det(), args.real(0));
    return List.of(ops.apply(new Unary.Sign(), determinant), ops.log(ops.abs(determinant)));
  }
}
