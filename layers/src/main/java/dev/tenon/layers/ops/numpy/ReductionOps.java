package dev.tenon.layers.ops.numpy;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Reduction;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.elementwise.ArithmeticOps;
import dev.tenon.layers.ops.elementwise.ElementwiseOps;
import dev.tenon.tensor.DType;
import java.util.List;

/** Reductions along axes; without an axis, over all elements. */
public final class ReductionOps {
  private static final String REDUCE =
      "x|input_tensor|input|tensor axis|dimension keepdims|keep_dims";

  private static final Kind SUM = keep -> new Reduction.ReduceSum(keep, 0);
  private static final Kind PRODUCT = keep -> new Reduction.ReduceProd(keep, 0);
  private static final Kind MAX = keep -> new Reduction.ReduceMax(keep, 0);
  private static final Kind MIN = keep -> new Reduction.ReduceMin(keep, 0);

  private ReductionOps() {}

  /** Makes a reduction that keeps axes (1) or not (0). */
  private interface Kind {
    Operator keeping(long keep);
  }

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    add(table, "", "reduce_sum", SUM, false);
    add(table, "", "reduce_prod", PRODUCT, false);
    add(table, "", "reduce_max", MAX, false);
    add(table, "", "reduce_min", MIN, false);
    table.add(
        "Sum",
        "",
        REDUCE,
        args -> List.of(sum(args.ops(), args.value(0), axes(args), args.flag(2, false))));
    table.add("Prod", "", REDUCE + " dtype", args -> List.of(product(args)));
    table.add("Max Amax", "", REDUCE + " initial", args -> List.of(extreme(args, true)));
    table.add("Min Amin", "", REDUCE + " initial", args -> List.of(extreme(args, false)));
    add(table, "Mean", "reduce_mean", keep -> new Reduction.ReduceMean(keep, 0), true);
    add(
        table,
        "Logsumexp",
        "reduce_logsumexp",
        keep -> new Reduction.ReduceLogSumExp(keep, 0),
        true);
    table.add("Any", "reduce_any", REDUCE, args -> List.of(truth(args, true)));
    table.add("All", "reduce_all", REDUCE, args -> List.of(truth(args, false)));
    table.add("Var", "reduce_variance", REDUCE, args -> List.of(variance(args)));
    table.add("Std", "reduce_std", REDUCE, args -> List.of(args.ops().sqrt(variance(args))));
    table.add(
        "Argmax",
        "argmax",
        REDUCE + " output_type",
        args -> List.of(position(args, args.value(0), true)));
    table.add(
        "Argmin",
        "argmin",
        REDUCE + " output_type",
        args -> List.of(position(args, args.value(0), false)));
    table.add("Norm", "norm", "x|tensor ord axis keepdims", args -> List.of(norm(args)));
    table.add("", "l2_normalize", "x axis|dim epsilon", args -> List.of(normalize(args, 1e-12)));
    table.add("Normalize", "", "x axis epsilon order", args -> List.of(normalizeKeras(args)));
    table.add("CountNonzero", "", REDUCE, args -> List.of(count(args)));
  }

  private static void add(
      OpRegistrar table, String keras, String tensorflow, Kind kind, boolean real) {
    table.add(
        keras,
        tensorflow,
        REDUCE,
        args -> {
          Value x = real && !args.tensorflow() ? args.real(0) : args.value(0);
          if (x.dtype() == DType.BOOL) {
            x = args.ops().cast(x, DType.INT32);
          }
          return List.of(reduce(args.ops(), kind, x, axes(args, 1, x), args.flag(2, false)));
        });
  }

  private static Value reduce(Ops ops, Kind kind, Value x, long[] axes, boolean keep) {
    return axes.length == 0 ? x : ops.apply(kind.keeping(keep ? 1 : 0), x, ops.longs(axes));
  }

  /** Returns the axes to reduce: those given, or all. */
  static long[] axes(OpArgs args, int index, Value x) {
    long[] axes = args.wholes(index);
    return axes == null ? Lengths.axes(x) : axes;
  }

  private static long[] axes(OpArgs args) {
    return axes(args, 1, args.value(0));
  }

  /** Returns the sum in Keras' result type. */
  public static Value sum(Ops ops, Value x, long[] axes, boolean keep) {
    return computed(ops, SUM, x, axes, keep, Promotion.ofSum(x.dtype()));
  }

  /** Returns the product in Keras' result type. */
  static Value product(Ops ops, Value x, long[] axes, boolean keep) {
    return computed(ops, PRODUCT, x, axes, keep, Promotion.ofSum(x.dtype()));
  }

  private static Value product(OpArgs args) {
    Value x = args.value(0);
    // Where Keras is told a type, it neither takes that one nor a wider one.
    DType type = args.has(3) ? x.dtype() : Promotion.ofSum(x.dtype());
    return computed(args.ops(), PRODUCT, x, axes(args), args.flag(2, false), type);
  }

  private static Value computed(
      Ops ops, Kind kind, Value x, long[] axes, boolean keep, DType type) {
    return ops.cast(reduce(ops, kind, Promotion.wide(ops, x), axes, keep), type);
  }

  /** Returns the largest or the smallest elements; of booleans, whether any or all are true. */
  static Value extreme(Ops ops, Value x, long[] axes, boolean keep, boolean largest) {
    return computed(ops, largest ? MAX : MIN, x, axes, keep, x.dtype());
  }

  private static Value extreme(OpArgs args, boolean largest) {
    Ops ops = args.ops();
    Value x = args.value(0);
    Value found = extreme(ops, x, axes(args), args.flag(2, false), largest);
    if (!args.has(3)) {
      return found;
    }
    if (x.dtype() == DType.BOOL) {
      throw args.refuse("of booleans is supported without 'initial'");
    }
    Value initial = ops.cast(args.value(3), found.dtype());
    return largest ? ops.max(found, initial) : ops.min(found, initial);
  }

  private static Value truth(OpArgs args, boolean any) {
    Ops ops = args.ops();
    Value x = ops.cast(ArithmeticOps.truth(ops, args.value(0)), DType.INT32);
    Kind kind =
        any ? keep -> new Reduction.ReduceMax(keep, 0) : keep -> new Reduction.ReduceMin(keep, 0);
    Value reduced = reduce(ops, kind, x, axes(args, 1, x), args.flag(2, false));
    return ops.cast(reduced, DType.BOOL);
  }

  private static Value variance(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    long[] axes = axes(args, 1, x);
    Value distance = ops.sub(x, ops.reduceMean(x, true, axes));
    return ops.reduceMean(ElementwiseOps.square(ops, distance), args.flag(2, false), axes);
  }

  /** Returns the positions of the largest or the smallest elements; x replaces the argument. */
  static Value position(OpArgs args, Value given, boolean largest) {
    Ops ops = args.ops();
    Value x = Promotion.wide(ops, given);
    Long axis = args.wholeOrNull(1);
    if (axis == null && args.tensorflow()) {
      axis = 0L;
    }
    boolean keep = args.flag(2, false);
    if (axis == null) {
      Value all = place(ops, ManipulationOps.flat(ops, x), 0, false, largest);
      long[] front = Lengths.axes(x);
      return ops.cast(keep && x.rank() > 0 ? ops.unsqueeze(all, front) : all, DType.INT32);
    }
    DType wanted = args.tensorflow() ? args.dtype(3) : DType.INT32;
    return ops.cast(place(ops, x, axis, keep, largest), wanted == null ? DType.INT64 : wanted);
  }

  private static Value place(Ops ops, Value x, long axis, boolean keep, boolean largest) {
    long kept = keep ? 1 : 0;
    return ops.apply(
        largest ? new Reduction.ArgMax(axis, kept, 0) : new Reduction.ArgMin(axis, kept, 0), x);
  }

  private static Value norm(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    long[] axes = axes(args, 2, x);
    boolean keep = args.flag(3, false);
    Arg order = args.arg(1);
    String name = args.text(1, "");
    if (order == null || name.equals("euclidean") || name.equals("fro")) {
      return reduce(ops, k -> new Reduction.ReduceL2(k, 0), x, axes, keep);
    }
    double number = name.equals("inf") ? Double.POSITIVE_INFINITY : args.number(1, 2);
    if (axes.length == 1 && number == 2) {
      return reduce(ops, k -> new Reduction.ReduceL2(k, 0), x, axes, keep);
    }
    if (axes.length == 1 && number == 1) {
      return reduce(ops, k -> new Reduction.ReduceL1(k, 0), x, axes, keep);
    }
    if (axes.length == 1 && Double.isInfinite(number)) {
      Kind kind =
          number > 0 ? k -> new Reduction.ReduceMax(k, 0) : k -> new Reduction.ReduceMin(k, 0);
      return reduce(ops, kind, ops.abs(x), axes, keep);
    }
    if (axes.length == 1 && number == 0) {
      Value some = ops.cast(ArithmeticOps.truth(ops, x), x.dtype());
      return reduce(ops, SUM, some, axes, keep);
    }
    if (axes.length == 1) {
      return powerNorm(ops, x, number, axes, keep);
    }
    throw args.refuse("is supported for ord None and 'fro', and for numbers along one axis");
  }

  /** Returns the sum of powers of sizes, and of that the root. */
  private static Value powerNorm(Ops ops, Value x, double order, long[] axes, boolean keep) {
    Value size = ops.abs(x);
    Value sum = reduce(ops, SUM, ops.pow(size, ops.scalar(size, order)), axes, keep);
    return ops.pow(sum, ops.scalar(sum, 1 / order));
  }

  private static Value normalize(OpArgs args, double epsilon) {
    Ops ops = args.ops();
    Value x = args.real(0);
    Value sum = ops.reduceSum(ElementwiseOps.square(ops, x), true, axes(args, 1, x));
    Value bounded = ops.max(sum, args.number(2, epsilon));
    return ops.mul(x, ElementwiseOps.inverse(ops, ops.sqrt(bounded)));
  }

  private static Value normalizeKeras(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    double order = args.number(3, 2);
    double limit = args.number(2, Config.epsilon());
    if (order != 2) {
      long[] axes = {args.whole(1, -1)};
      Value norm =
          order == 1
              ? reduce(ops, k -> new Reduction.ReduceL1(k, 0), x, axes, true)
              : powerNorm(ops, x, order, axes, true);
      return ops.div(x, ops.max(norm, limit));
    }
    Value sum = ops.reduceSum(ElementwiseOps.square(ops, x), true, args.whole(1, -1));
    // Keras limits the inverse: limiting the sum has the same values, and a gradient at 0.
    Value bounded = ops.max(sum, limit * limit);
    return ops.mul(x, ElementwiseOps.inverse(ops, ops.sqrt(bounded)));
  }

  private static Value count(OpArgs args) {
    Ops ops = args.ops();
    Value x = ops.cast(ArithmeticOps.truth(ops, args.value(0)), DType.INT32);
    return ops.reduceSum(x, args.flag(2, false), axes(args, 1, x));
  }
}
