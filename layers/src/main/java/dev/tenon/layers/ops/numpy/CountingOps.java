package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.layers.ops.elementwise.ArithmeticOps;
import dev.tenon.tensor.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Functions that count elements or return their positions. */
public final class CountingOps {
  private CountingOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Bincount", "", "x weights minlength sparse", args -> List.of(histogram(args)));
    table.add("Digitize", "", "x bins", args -> List.of(digitize(args)));
    table.add(
        "SearchSorted", "", "sorted_sequence values side", args -> List.of(searchSorted(args)));
    table.add("IsIn", "", "x1 x2 assume_unique invert", args -> List.of(isIn(args)));
    table.add("Nonzero", "", "x", CountingOps::nonzero);
    table.add("UnravelIndex", "", "indices shape", CountingOps::unravel);
    table.add("Argpartition", "", "x kth axis", args -> List.of(partition(args)));
    table.add(
        "Unique",
        "",
        "x sorted return_index return_inverse return_counts axis size fill_value",
        CountingOps::unique);
  }

  private static Value histogram(OpArgs args) {
    if (args.flag(3, false)) {
      throw args.refuse("gives a sparse tensor, which Tenon does not have");
    }
    Ops ops = args.ops();
    Value given = args.value(0);
    Value x = ops.cast(given, DType.INT64);
    Value flat = ManipulationOps.flat(ops, x);
    Value most = ops.add(ops.reduceMax(flat, false, 0), Lengths.number(ops, 1));
    Value length = ops.max(most, Lengths.number(ops, args.whole(2, 0)));
    Value hot = ops.apply(new Indexing.OneHot(-1), x, length, ops.longs(0, 1));
    if (!args.has(1)) {
      return ops.cast(ops.reduceSum(hot, false, x.rank() - 1L), DType.INT32);
    }
    Value weights = args.value(1);
    DType type = Promotion.of(given.dtype(), weights.dtype());
    DType computed = type.isFloating() ? type : DType.INT64;
    Value each = ops.unsqueeze(ops.cast(weights, computed), weights.rank());
    Value zero = ops.scalar(computed, 0);
    Value counted = ops.where(ops.greater(hot, ops.scalar(hot, 0)), each, zero);
    return ops.cast(ops.reduceSum(counted, false, x.rank() - 1L), type);
  }

  private static Value digitize(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    DType type = x.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Value bins = ops.cast(ops.cast(args.value(1), DType.FLOAT32), type);
    return below(ops, bins, ops.cast(x, type), true);
  }

  private static Value searchSorted(OpArgs args) {
    List<Value> pair = Operands.tensors(args, 0, 1);
    if (pair.get(0).rank() != 1) {
      throw args.refuse("looks into one sequence, not into " + pair.get(0).shape());
    }
    boolean right = args.text(2, "left").equals("right");
    Ops ops = args.ops();
    return below(ops, Promotion.wide(ops, pair.get(0)), Promotion.wide(ops, pair.get(1)), right);
  }

  /** Returns for each element how many of a sequence are smaller, or equal. */
  private static Value below(Ops ops, Value sequence, Value x, boolean orEqual) {
    Value each = ops.unsqueeze(x, x.rank());
    Value less = orEqual ? ops.lessOrEqual(sequence, each) : ops.less(sequence, each);
    return ops.reduceSum(ops.cast(less, DType.INT32), false, x.rank());
  }

  private static Value isIn(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    Value x = Promotion.wide(ops, pair.get(0));
    Value many = ManipulationOps.flat(ops, Promotion.wide(ops, pair.get(1)));
    Value same = ops.equal(ops.unsqueeze(x, x.rank()), many);
    Value found = ops.reduceSum(ops.cast(same, DType.INT32), false, x.rank());
    Value none = ops.equal(found, ops.scalar(found, 0));
    return args.flag(3, false) ? none : ops.not(none);
  }

  private static List<Value> nonzero(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    Value places =
        ops.cast(ops.apply(new Indexing.NonZero(), ArithmeticOps.truth(ops, x)), DType.INT32);
    List<Value> results = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      results.add(ops.squeeze(ops.slice(places, 0, axis, axis + 1L, 1), 0));
    }
    return results;
  }

  private static List<Value> unravel(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.value(0);
    Value rest = Promotion.wide(ops, given);
    long[] shape = args.wholes(1);
    if (shape == null) {
      throw args.refuse("needs the argument 'shape'");
    }
    boolean vector = given.rank() == 1;
    Deque<Value> places = new ArrayDeque<>();
    for (int i = 0; i < shape.length; i++) {
      // Keras takes the lengths from the last to the first for a vector only, and turns both round.
      Value length = ops.scalar(rest, (double) shape[vector ? shape.length - 1 - i : i]);
      places.addFirst(ops.cast(ops.apply(new Binary.Mod(0), rest, length), given.dtype()));
      rest = ArithmeticOps.floorDivide(ops, rest, length);
    }
    return List.copyOf(places);
  }

  /** The smallest in order, then the others as Keras' TensorFlow backend finds them. */
  private static Value partition(OpArgs args) {
    Ops ops = args.ops();
    Value x = ops.cast(args.value(0), DType.INT32);
    // None means all elements in a row, but no axis at all means the last one.
    if (args.isNone(2)) {
      x = ManipulationOps.flat(ops, x);
    }
    if (x.rank() != 1) {
      throw args.refuse("works for one axis in Keras too, not for " + x.shape());
    }
    Value length = Lengths.of(ops, x, 0);
    Value most = ops.sub(length, Lengths.number(ops, 1));
    Value kth = ops.min(Lengths.number(ops, Math.max(args.whole(1, 0), 0)), most);
    Value count = Lengths.vector(ops, ops.add(kth, Lengths.number(ops, 1)));
    Value low = ops.applyAll(new Indexing.TopK(-1, 1, 1), ops.neg(x), count).get(1);
    Value taken =
        ops.reduceSum(
            ops.cast(
                ops.equal(ops.unsqueeze(Lengths.positions(ops, x, 0), 1), ops.unsqueeze(low, 0)),
                DType.INT32),
            false,
            1);
    Value rest = ops.where(ops.greater(taken, ops.scalar(taken, 0)), ops.scalar(x, 0), x);
    Value others = Lengths.vector(ops, ops.sub(most, kth));
    Value high = ops.applyAll(new Indexing.TopK(-1, 1, 1), rest, others).get(1);
    return ops.cast(ops.concat(0, List.of(low, high)), DType.INT32);
  }

  private static List<Value> unique(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.value(0);
    // ONNX Runtime has it for float32, float64 and int64.
    Value x = given.dtype().isFloating() ? given : ops.cast(given, DType.INT64);
    Long axis = args.wholeOrNull(5);
    Long at = axis == null ? null : Long.valueOf(x.shape().axis(Math.toIntExact(axis)));
    long sorted = args.flag(1, true) ? 1 : 0;
    List<Value> found = ops.applyAll(new Indexing.Unique(at, sorted), x);
    List<Value> results = new ArrayList<>();
    int along = at == null ? 0 : at.intValue();
    results.add(ops.cast(sized(args, found.get(0), along, args.number(7, 0)), given.dtype()));
    if (args.flag(2, false)) {
      results.add(ops.cast(sized(args, found.get(1), 0, 1), DType.INT32));
    }
    if (args.flag(3, false)) {
      Value back = at == null ? like(ops, found.get(2), x) : found.get(2);
      results.add(ops.cast(back, DType.INT32));
    }
    if (args.flag(4, false)) {
      results.add(ops.cast(sized(args, found.get(3), 0, 0), DType.INT32));
    }
    return results;
  }

  private static Value like(Ops ops, Value flat, Value x) {
    return ops.applyAs(x.shape(), new Movement.Reshape(0), flat, ops.shape(x));
  }

  /** Cuts or fills up to the number of entries that is asked for. */
  private static Value sized(OpArgs args, Value x, int axis, double fill) {
    Long size = args.wholeOrNull(6);
    if (size == null) {
      return x;
    }
    Ops ops = args.ops();
    long[] pads = new long[2 * x.rank()];
    pads[x.rank() + axis] = size;
    Value padded = ops.apply(new Movement.Pad("constant"), x, ops.longs(pads), ops.scalar(x, fill));
    Value cut = ops.slice(padded, axis, 0, size, 1);
    Shape shape = x.shape().with(axis, Dim.of(size));
    return ops.applyAs(shape, new Unary.Identity(), cut);
  }
}
