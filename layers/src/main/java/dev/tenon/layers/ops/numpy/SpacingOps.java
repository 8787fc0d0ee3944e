package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Functions that return evenly spaced numbers. */
public final class SpacingOps {
  private SpacingOps() {}

  /** What a spacing is asked for. */
  private record Plan(Value start, Value stop, boolean endpoint, long axis, DType type) {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add(
        "Linspace",
        "",
        "start stop num endpoint retstep dtype axis",
        args -> List.of(linear(args, ends(args, 3, 5, 6))));
    table.add(
        "Logspace",
        "",
        "start stop num endpoint base dtype axis",
        args -> List.of(powers(args, linear(args, ends(args, 3, 5, 6)), args.number(4, 10))));
    table.add(
        "Geomspace", "", "start stop num endpoint dtype axis", args -> List.of(geometric(args)));
    table.add("Full", "", "fill_value shape dtype", args -> List.of(full(args)));
    table.add("", "fill", "dims value", args -> List.of(filled(args)));
    table.add("FullLike", "", "x fill_value dtype", args -> List.of(fullLike(args)));
    table.add("Meshgrid", "", "indexing", SpacingOps::grid);
  }

  private static Plan ends(OpArgs args, int endpoint, int dtype, int axis) {
    DType wanted = args.dtype(dtype);
    List<Value> pair = Operands.pair(args, 0, 1);
    DType type = pair.get(0).dtype();
    type = wanted != null ? wanted : type.isFloating() ? type : DType.FLOAT32;
    return new Plan(
        args.ops().cast(wanted == null ? pair.get(0) : args.value(0), type),
        args.ops().cast(wanted == null ? pair.get(1) : args.value(1), type),
        args.flag(endpoint, true),
        args.whole(axis, 0),
        type);
  }

  private static Value linear(OpArgs args, Plan plan) {
    Ops ops = args.ops();
    if (args.flag(4, false)) {
      throw args.refuse("gives no step beside its numbers here");
    }
    long count = args.whole(2, 50);
    if (count < 1) {
      throw args.refuse("needs a positive 'num', not " + count);
    }
    boolean whole = !plan.type.isFloating();
    Value start = whole ? ops.cast(plan.start, DType.FLOAT64) : plan.start;
    Value stop = whole ? ops.cast(plan.stop, DType.FLOAT64) : plan.stop;
    if (!plan.endpoint && count > 1) {
      stop = ops.sub(stop, ops.div(ops.sub(stop, start), (double) count));
    }
    int rank = Math.max(start.rank(), stop.rank());
    int at = (int) (plan.axis < 0 ? plan.axis + rank + 1 : plan.axis);
    Value first = spread(ops, start, rank, at);
    Value last = spread(ops, stop, rank, at);
    Value step = ops.div(ops.sub(last, first), Math.max(count - 1.0, 1));
    long[] lengths = new long[rank + 1];
    Arrays.fill(lengths, 1);
    lengths[at] = count;
    Value places = ops.reshape(Lengths.positions(ops, count), Shape.of(lengths));
    Value numbers = ops.add(first, ops.mul(step, ops.cast(places, step.dtype())));
    if (count > 1) {
      Value end = ops.equal(places, Lengths.number(ops, count - 1));
      numbers = ops.where(end, last, numbers);
    }
    return whole ? ops.cast(ops.apply(new Unary.Floor(), numbers), plan.type) : numbers;
  }

  private static Value spread(Ops ops, Value x, int rank, int at) {
    Value full = x;
    while (full.rank() < rank) {
      full = ops.unsqueeze(full, 0);
    }
    return ops.unsqueeze(full, at);
  }

  private static Value powers(OpArgs args, Value exponents, double base) {
    return args.ops().pow(args.ops().scalar(exponents, base), exponents);
  }

  private static Value geometric(OpArgs args) {
    Ops ops = args.ops();
    DType wanted = args.dtype(4);
    DType type = wanted == null ? DType.FLOAT32 : wanted;
    if (!type.isFloating()) {
      throw args.refuse("gives fractions, not " + type);
    }
    Value start = ops.cast(args.value(0), type);
    Plan logs =
        new Plan(
            exponent(ops, start),
            exponent(ops, ops.cast(args.value(1), type)),
            args.flag(3, true),
            args.whole(5, 0),
            type);
    return ops.mul(powers(args, linear(args, logs), 10), ops.apply(new Unary.Sign(), start));
  }

  private static Value exponent(Ops ops, Value x) {
    return ops.div(ops.log(ops.abs(x)), Math.log(10));
  }

  private static Value full(OpArgs args) {
    DType type = args.dtype(2);
    Value fill = args.ops().cast(args.value(0), type == null ? DType.FLOAT32 : type);
    return args.ops().apply(new Movement.Expand(), fill, args.vector(1));
  }

  private static Value filled(OpArgs args) {
    return args.ops().apply(new Movement.Expand(), args.value(1), args.vector(0));
  }

  private static Value fullLike(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    DType wanted = args.dtype(2);
    Value fill = ops.cast(args.value(1), wanted == null ? x.dtype() : wanted);
    return ops.applyAs(x.shape(), new Movement.Expand(), fill, ops.shape(x));
  }

  private static List<Value> grid(OpArgs args) {
    Ops ops = args.ops();
    List<Value> vectors = new ArrayList<>();
    for (Arg arg : args.positional()) {
      vectors.add(ManipulationOps.flat(ops, args.tensor(arg)));
    }
    int rank = vectors.size();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      order.add(i);
    }
    if (rank > 1 && !args.written().equals("ij")) {
      Collections.swap(order, 0, 1);
    }
    List<Dim> dims = new ArrayList<>();
    List<Value> lengths = new ArrayList<>();
    for (int i : order) {
      dims.add(vectors.get(i).shape().dim(0));
      lengths.add(ops.length(vectors.get(i), 0));
    }
    Shape shape = Shape.of(dims);
    Value target = shape.isKnown() ? ops.longs(shape.toLongs()) : ops.concat(0, lengths);
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      Value wide = vectors.get(i);
      for (int axis = 0; axis < rank; axis++) {
        wide = order.get(axis) == i ? wide : ops.unsqueeze(wide, axis);
      }
      results.add(ops.applyAs(shape, new Movement.Expand(), wide, target));
    }
    return results;
  }
}
