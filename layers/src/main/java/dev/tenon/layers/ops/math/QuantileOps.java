package dev.tenon.layers.ops.math;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.numpy.ManipulationOps;
import dev.tenon.layers.ops.numpy.NanReductionOps;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Medians, quantiles and percentiles: interpolation of sorted elements. */
public final class QuantileOps {
  private static final String WITH_Q = "x q axis method keepdims";

  private final OpArgs args;
  private final Ops ops;
  private final Value x;
  private final List<Integer> axes;
  private final boolean all;

  /** Where to look, a float64 tensor of any shape. */
  private final Value q;

  private final boolean keep;

  private QuantileOps(OpArgs args, Value q, int axis, int keep) {
    this.args = args;
    this.ops = args.ops();
    this.x = args.real(0);
    this.q = ops.cast(q, DType.FLOAT64);
    long[] given = args.wholes(axis);
    this.all = given == null;
    this.axes =
        LongStream.of(given == null ? Lengths.axes(x) : given)
            .mapToObj(at -> x.shape().axis(Math.toIntExact(at)))
            .toList();
    this.keep = args.flag(keep, false);
  }

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Median", "", "x axis keepdims", args -> List.of(median(args).ofAll("linear")));
    table.add(
        "Nanmedian", "", "x axis keepdims", args -> List.of(median(args).ofNumbers("linear")));
    // Keras' operation keeps the method and does not use it; its function at once does.
    table.add(
        "QuantileAtOnce", "", WITH_Q, args -> List.of(at(args, part(args)).ofAll(method(args))));
    table.add("Quantile", "", WITH_Q, args -> List.of(at(args, part(args)).ofAll("linear")));
    table.add(
        "Nanquantile", "", WITH_Q, args -> List.of(at(args, part(args)).ofNumbers(method(args))));
    table.add(
        "Percentile", "", WITH_Q, args -> List.of(at(args, percent(args)).ofAll(method(args))));
    table.add(
        "Nanpercentile",
        "",
        WITH_Q,
        args -> List.of(at(args, percent(args)).ofNumbers(method(args))));
  }

  private static QuantileOps median(OpArgs args) {
    return new QuantileOps(args, args.ops().scalar(DType.FLOAT64, 0.5), 1, 2);
  }

  private static QuantileOps at(OpArgs args, Value q) {
    return new QuantileOps(args, q, 2, 4);
  }

  private static Value part(OpArgs args) {
    return args.value(1);
  }

  private static Value percent(OpArgs args) {
    return args.ops().div(args.ops().cast(args.value(1), DType.FLOAT32), 100);
  }

  private static String method(OpArgs args) {
    return args.text(3, "linear");
  }

  /** Returns x with the axes to reduce as its last one. */
  private Value rows() {
    if (all) {
      return ManipulationOps.flat(ops, x);
    }
    Value moved = Lengths.moved(ops, x, axes);
    if (axes.size() == 1) {
      return moved;
    }
    int others = x.rank() - axes.size();
    Dim length = moved.shape().sub(others, x.rank()).size();
    return ops.reshape(moved, moved.shape().sub(0, others).concat(Shape.of(length)));
  }

  private static Value sorted(Ops ops, Value rows) {
    Value length = ops.length(rows, rows.rank() - 1);
    Value sorted = ops.apply(new Indexing.TopK(-1, 0, 1), rows, length);
    return ops.applyAs(rows.shape(), new Unary.Identity(), sorted);
  }

  /** NaN among the elements makes the result NaN. */
  private Value ofAll(String method) {
    Value rows = rows();
    int last = rows.rank() - 1;
    Value sorted = sorted(ops, rows);
    Value highest = ops.sub(Lengths.of(ops, rows, last), 1);
    Value found = between(method, q, highest, x.dtype(), at -> ops.gather(sorted, at, last));
    Value broken = ops.cast(NanReductionOps.is(ops, rows), DType.INT32);
    Value any = ops.greater(ops.reduceMax(broken, false, last), ops.scalar(DType.INT32, 0));
    for (int i = 0; i < q.rank(); i++) {
      any = ops.unsqueeze(any, any.rank());
    }
    found = ops.where(any, ops.scalar(found, Double.NaN), found);
    return turned(keep ? kept(found, 0) : found, q.rank());
  }

  /** Looks among the elements of each row that are numbers. */
  private Value ofNumbers(String method) {
    Value rows = rows();
    int last = rows.rank() - 1;
    Value nan = NanReductionOps.is(ops, rows);
    Value sorted = sorted(ops, ops.where(nan, ops.scalar(rows, Double.POSITIVE_INFINITY), rows));
    Value count = ops.reduceSum(ops.cast(ops.not(nan), DType.INT64), true, last);
    Value wanted = q.rank() == 1 ? q : ManipulationOps.flat(ops, q);
    Value found =
        between(
            method,
            wanted,
            ops.sub(count, 1),
            x.dtype(),
            at -> ops.apply(new Indexing.GatherElements(last), sorted, at));
    Value none = ops.equal(count, ops.scalar(count, 0));
    found = ops.where(none, ops.scalar(found, Double.NaN), found);
    found = turned(found, 1);
    found = q.rank() == 0 ? ops.squeeze(found, 0) : shaped(found);
    return keep ? kept(found, q.rank()) : found;
  }

  private Value shaped(Value found) {
    return q.rank() == 1
        ? found
        : ops.reshape(found, q.shape().concat(found.shape().sub(1, found.rank())));
  }

  /** Reads the elements at or around {@code part * highest}. */
  private Value between(
      String method, Value part, Value highest, DType type, Function<Value, Value> at) {
    Value place = ops.mul(ops.cast(highest, DType.FLOAT64), part);
    Function<Operator, Value> rounded = how -> bounded(ops.apply(how, place), highest);
    return switch (method) {
      case "lower" -> at.apply(rounded.apply(new Unary.Floor()));
      case "higher" -> at.apply(rounded.apply(new Unary.Ceil()));
      case "nearest" -> at.apply(rounded.apply(new Unary.Round()));
      case "midpoint" -> {
        Value low = at.apply(rounded.apply(new Unary.Floor()));
        yield ops.mul(ops.add(low, at.apply(rounded.apply(new Unary.Ceil()))), 0.5);
      }
      case "linear" -> {
        Value small = ops.max(ops.sub(rounded.apply(new Unary.Ceil()), 1), 0);
        Value large = ops.max(ops.min(ops.add(small, 1), highest), 0);
        Value near = ops.cast(ops.sub(ops.cast(large, DType.FLOAT64), place), type);
        Value far = ops.sub(1, near);
        yield ops.add(ops.mul(at.apply(large), far), ops.mul(at.apply(small), near));
      }
      default ->
          throw args.refuse(
              "is supported for method linear, lower, higher, midpoint and nearest, not " + method);
    };
  }

  private Value bounded(Value place, Value highest) {
    return ops.max(ops.min(ops.cast(place, DType.INT64), highest), 0);
  }

  /** Puts an axis of length 1 in the place of each that was reduced. */
  private Value kept(Value found, int front) {
    Value kept = found;
    if (all) {
      return x.rank() == 0
          ? found
          : ops.unsqueeze(found, LongStream.range(front, (long) front + x.rank()).toArray());
    }
    List<Integer> ascending = new ArrayList<>(axes);
    ascending.sort(null);
    for (int axis : ascending) {
      kept = ops.unsqueeze(kept, (long) axis + front);
    }
    return kept;
  }

  /** Moves the last axes, those of q, to the front. */
  private Value turned(Value found, int count) {
    int rank = found.rank();
    if (rank < 2 || count % rank == 0) {
      return found;
    }
    int shift = count % rank;
    return ops.transpose(
        found, IntStream.range(0, rank).map(i -> Math.floorMod(i - shift, rank)).toArray());
  }
}
