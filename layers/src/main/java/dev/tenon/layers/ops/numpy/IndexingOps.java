package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.layers.ops.elementwise.ArithmeticOps;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Functions that read elements by position, and choices between tensors. */
public final class IndexingOps {
  private IndexingOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add(
        "GetItem",
        "__operators__.getitem slice_helper _slice_helper",
        "x|tensor|input key|slice_spec",
        args -> List.of(Subscript.apply(args, args.value(0), args.required(1))));
    table.add("", "slice", "input_|input begin size", IndexingOps::slice);
    table.add("Slice", "", "inputs start_indices shape", IndexingOps::slice);
    table.add("", "strided_slice", "input_|input begin end strides", IndexingOps::stridedSlice);
    table.add("Take", "", "x indices axis", IndexingOps::take);
    table.add("", "gather", "params indices validate_indices axis batch_dims", IndexingOps::gather);
    table.add("", "gather_nd", "params indices batch_dims", IndexingOps::gatherNd);
    table.add("TakeAlongAxis", "", "x indices axis", IndexingOps::takeAlong);
    table.add("Where", "where where_v2", "condition x1|x x2|y", IndexingOps::where);
    table.add("OneHot", "", "x num_classes axis dtype sparse", IndexingOps::oneHot);
    table.add(
        "",
        "one_hot",
        "indices depth axis dtype on_value off_value",
        IndexingOps::oneHotTensorFlow);
    table.add(
        "MultiHot", "", "inputs num_classes|num_tokens axis dtype sparse", IndexingOps::multiHot);
    table.add("TopK", "top_k", "x|input k sorted", IndexingOps::topK);
  }

  private static List<Value> slice(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    long[] begin = args.wholes(1);
    long[] size = args.wholes(2);
    if (begin == null || size == null) {
      throw args.refuse("needs the begin and the size of the block");
    }
    for (int axis = 0; axis < begin.length; axis++) {
      long end = size[axis] < 0 ? Long.MAX_VALUE : begin[axis] + size[axis];
      if (begin[axis] != 0 || end != x.shape().length(axis)) {
        x = ops.slice(x, axis, begin[axis], end, 1);
      }
    }
    return List.of(x);
  }

  private static List<Value> stridedSlice(OpArgs args) {
    Value x = args.value(0);
    long[] begin = args.wholes(1);
    long[] end = args.wholes(2);
    long[] steps = args.wholes(3);
    if (begin == null || end == null) {
      throw args.refuse("needs begin and end");
    }
    for (int axis = 0; axis < begin.length; axis++) {
      x = args.ops().slice(x, axis, begin[axis], end[axis], steps == null ? 1 : steps[axis]);
    }
    return List.of(x);
  }

  private static List<Value> take(OpArgs args) {
    Value x = args.value(0);
    Long axis = args.wholeOrNull(2);
    if (axis == null) {
      x = ManipulationOps.flat(args.ops(), x);
      axis = 0L;
    }
    int at = x.shape().axis(axis.intValue());
    return List.of(args.ops().gather(x, integers(args, args.value(1)), at));
  }

  private static Value integers(OpArgs args, Value positions) {
    boolean fits = positions.dtype() == DType.INT32 || positions.dtype() == DType.INT64;
    return fits ? positions : args.ops().cast(positions, DType.INT64);
  }

  private static List<Value> gather(OpArgs args) {
    Value x = args.value(0);
    Value positions = integers(args, args.value(1));
    int axis = x.shape().axis((int) args.whole(3, 0));
    long batch = args.whole(4, 0);
    if (batch == 0) {
      return List.of(args.ops().gather(x, positions, axis));
    }
    if (batch == positions.rank() - 1L && batch == axis) {
      Ops ops = args.ops();
      Value index = ops.cast(ops.unsqueeze(positions, positions.rank()), DType.INT64);
      return List.of(ops.apply(new Indexing.GatherND(batch), x, index));
    }
    throw args.refuse("is supported without batch_dims, or with one axis of positions behind them");
  }

  private static List<Value> gatherNd(OpArgs args) {
    Value positions = args.ops().cast(args.value(1), DType.INT64);
    Indexing.GatherND operator = new Indexing.GatherND(args.whole(2, 0));
    return List.of(args.ops().apply(operator, args.value(0), positions));
  }

  private static List<Value> takeAlong(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    Value positions = integers(args, args.value(1));
    Long given = args.wholeOrNull(2);
    if (given == null) {
      x = ManipulationOps.flat(ops, x);
    }
    int axis = given == null ? 0 : x.shape().axis(given.intValue());
    // NumPy broadcasts the other axes; ONNX wants them as long as x's at most, which is the same
    // where they are equal.
    for (int i = 0; i < x.rank(); i++) {
      boolean shorter = positions.shape().length(i) == 1 && x.shape().length(i) != 1;
      if (i != axis && shorter) {
        Dim length = x.shape().dim(i);
        Shape wide = positions.shape().with(i, length);
        Value target = ops.shapeOf(x, wide);
        positions = ops.applyAs(wide, new Movement.Expand(), positions, target);
      }
    }
    return List.of(ops.apply(new Indexing.GatherElements(axis), x, positions));
  }

  private static List<Value> where(OpArgs args) {
    if (!args.has(1) || !args.has(2)) {
      throw args.refuse("is supported with both alternatives, not to find positions");
    }
    List<Value> pair = Operands.pair(args, 1, 2);
    Value condition = ArithmeticOps.truth(args.ops(), args.value(0));
    return List.of(chosen(args.ops(), condition, pair.get(0), pair.get(1)));
  }

  /** Chooses between tensors of one type; ONNX Runtime does so for the common types only. */
  static Value chosen(Ops ops, Value condition, Value a, Value b) {
    Value chosen = ops.where(condition, Promotion.wide(ops, a), Promotion.wide(ops, b));
    return ops.cast(chosen, a.dtype());
  }

  private static List<Value> oneHot(OpArgs args) {
    DType type = args.dtype(3);
    return hot(args, args.whole(1, 1), type == null ? DType.FLOAT32 : type, 1, 0);
  }

  private static List<Value> oneHotTensorFlow(OpArgs args) {
    DType type = args.dtype(3);
    double on = args.number(4, 1);
    return hot(args, args.whole(1, 1), type == null ? DType.FLOAT32 : type, on, args.number(5, 0));
  }

  private static List<Value> hot(OpArgs args, long depth, DType type, double on, double off) {
    if (args.flag(4, false) && !args.tensorflow()) {
      throw args.refuse("gives a sparse tensor, which Tenon does not have");
    }
    return List.of(hot(args.ops(), args.value(0), depth, args.whole(2, -1), type, on, off));
  }

  /** Returns rows, along a new axis, that are on at one position. */
  static Value hot(
      Ops ops, Value positions, long depth, long axis, DType type, double on, double off) {
    Value index = ops.cast(positions, DType.INT64);
    int at = (int) (axis < 0 ? axis + index.rank() + 1 : axis);
    // ONNX Runtime has no kernel for most whole numbers.
    DType stored = type.isFloating() ? type : DType.INT64;
    Value values = ops.constant(Tensor.of(new double[] {off, on}, 2).cast(stored));
    Value length = Lengths.number(ops, depth);
    Value one = ops.apply(new Indexing.OneHot(at), index, length, values);
    // A negative position counts from the end in ONNX; here it is no position at all.
    Value negative = ops.unsqueeze(ops.less(index, ops.scalar(index, 0)), at);
    return ops.cast(ops.where(negative, ops.scalar(stored, off), one), type);
  }

  private static List<Value> multiHot(OpArgs args) {
    if (args.flag(4, false)) {
      throw args.refuse("gives a sparse tensor, which Tenon does not have");
    }
    Ops ops = args.ops();
    DType given = args.dtype(3);
    DType type = given == null ? DType.FLOAT32 : given;
    Value x = args.value(0);
    DType stored = type == DType.BOOL ? DType.INT32 : type;
    Value hot = hot(ops, x, args.whole(1, 1), args.whole(2, -1), stored, 1, 0);
    return List.of(ops.cast(ops.reduceMax(hot, false, x.rank() > 1 ? 1 : 0), type));
  }

  private static List<Value> topK(OpArgs args) {
    Ops ops = args.ops();
    boolean sorted = args.flag(2, true);
    List<Value> found =
        ops.applyAll(
            new Indexing.TopK(-1, 1, sorted ? 1 : 0), args.value(0), ops.longs(args.whole(1, 1)));
    return List.of(found.get(0), ops.cast(found.get(1), DType.INT32));
  }
}
