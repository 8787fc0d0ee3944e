package dev.tenon.lifting.functions;

import dev.tenon.internal.collections.OrderedMap;
import dev.tenon.ir.op.Reduction;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sums, means, extremes and positions along axes. */
public final class ReductionFunctions {
  private ReductionFunctions() {}

  public static void list(FunctionTable table) {
    table.one(Reduction.ReduceSum.class, node -> reduced(node, "Sum", node.in(0)));
    table.one(Reduction.ReduceProd.class, node -> reduced(node, "Prod", node.in(0)));
    table.one(Reduction.ReduceMax.class, node -> extreme(node, "Max", "Any"));
    table.one(Reduction.ReduceMin.class, node -> extreme(node, "Min", "All"));
    table.one(Reduction.ReduceMean.class, ReductionFunctions::mean);
    table.one(
        Reduction.ReduceL1.class, node -> reduced(node, "Sum", of(node, "Absolute", node.in(0))));
    table.one(
        Reduction.ReduceSumSquare.class,
        node -> reduced(node, "Sum", of(node, "Square", node.in(0))));
    table.one(
        Reduction.ReduceL2.class,
        node -> of(node, "Sqrt", reduced(node, "Sum", of(node, "Square", node.in(0)))));
    table.one(
        Reduction.ReduceLogSum.class, node -> of(node, "Log", reduced(node, "Sum", node.in(0))));
    table.one(Reduction.ReduceLogSumExp.class, node -> reduced(node, "Logsumexp", node.in(0)));
    table.one(
        Reduction.ArgMax.class,
        (node, arg) ->
            position(node, "Argmax", arg.axis(), arg.keepdims() == 1, arg.selectLastIndex() == 1));
    table.one(
        Reduction.ArgMin.class,
        (node, arg) ->
            position(node, "Argmin", arg.axis(), arg.keepdims() == 1, arg.selectLastIndex() == 1));
    table.one(Reduction.CumSum.class, ReductionFunctions::running);
  }

  private static Operand of(FunctionNode node, String name, Operand x) {
    return node.writer().same(name, Map.of(), x);
  }

  private static Operand reduced(FunctionNode node, String name, Operand x) {
    Reduction reduction = node.operator(Reduction.class);
    TreeSet<Integer> axes = new TreeSet<>();
    if (node.has(1)) {
      for (long axis : node.wholes(1, "axes")) {
        axes.add(x.axis(axis));
      }
    }
    if (axes.isEmpty() && reduction.noopWithEmptyAxes() == 1) {
      return x;
    }
    if (axes.isEmpty()) {
      IntStream.range(0, x.rank()).forEach(axes::add);
    }
    if (axes.isEmpty()) {
      // A single number.
      return x;
    }
    boolean keeps = reduction.keepdims() == 1;
    List<Long> list = new ArrayList<>();
    int batch = x.batch();
    for (int axis : axes) {
      node.writer().along(x, axis);
      list.add((long) axis);
      batch = axis == x.batch() ? -1 : !keeps && axis < x.batch() ? batch - 1 : batch;
    }
    if (axes.contains(x.batch())) {
      batch = -1;
    }
    Operand result =
        node.writer().call(name, OrderedMap.of("axis", list, "keepdims", keeps), batch, x);
    return node.writer().cast(result, x.dtype());
  }

  private static Operand extreme(FunctionNode node, String name, String ofTruths) {
    Operand x = node.in(0);
    return reduced(node, x.dtype() == DType.BOOL ? ofTruths : name, x);
  }

  private static Operand mean(FunctionNode node) {
    if (!node.in(0).dtype().isFloating()) {
      throw new NoFunctionException("takes the mean of whole numbers as a whole number");
    }
    return reduced(node, "Mean", node.in(0));
  }

  private static Operand position(
      FunctionNode node, String name, long along, boolean keeps, boolean last) {
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    int axis = x.axis(along);
    if (!last) {
      return writer.cast(position(writer, x, axis, name, keeps), DType.INT64);
    }
    long length = x.length(axis);
    if (length < 0) {
      throw new NoFunctionException("takes the last position along an axis of open length");
    }
    writer.along(x, axis);
    Operand turned = writer.same("Flip", Map.of("axis", (long) axis), x);
    Operand fromEnd = writer.cast(position(writer, turned, axis, name, keeps), DType.INT64);
    return writer.elementwise("Subtract", FunctionWriter.number(fromEnd, length - 1.0), fromEnd);
  }

  /** Returns the first position of the largest or smallest entry along an axis. */
  static Operand position(FunctionWriter writer, Operand x, int axis, String name, boolean keeps) {
    writer.along(x, axis);
    int batch = axis == x.batch() ? -1 : !keeps && axis < x.batch() ? x.batch() - 1 : x.batch();
    return writer.call(name, OrderedMap.of("axis", (long) axis, "keepdims", keeps), batch, x);
  }

  /** Adds up along an axis: from the end where it is reversed, without the entry itself. */
  private static Operand running(FunctionNode node, Reduction.CumSum sum) {
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    int axis = x.axis(node.wholes(1, "axis")[0]);
    writer.along(x, axis);
    Map<String, @Nullable Object> along = Map.of("axis", (long) axis);
    Operand ahead = sum.reverse() == 1 ? writer.same("Flip", along, x) : x;
    if (sum.exclusive() == 1) {
      long[] before = new long[x.rank()];
      before[axis] = 1;
      Operand later = writer.pad(ahead, before, new long[x.rank()], 0);
      ahead = writer.cut(later, axis, 0, -1L, null);
    }
    Operand sums = writer.cast(writer.same("Cumsum", along, ahead), x.dtype());
    return sum.reverse() == 1 ? writer.same("Flip", along, sums) : sums;
  }
}
