package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Reduction;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How reductions are written. */
final class ReductionMappings {
  private ReductionMappings() {}

  static void register(MappingTable to) {
    to.single(Reduction.ReduceSum.class, (o, at) -> reduce(o, at, "Sum", at.in(0)));
    to.single(Reduction.ReduceMean.class, (o, at) -> reduce(o, at, "Mean", at.in(0)));
    to.single(
        Reduction.ReduceMax.class, (o, at) -> reduce(o, at, either(at, "Any", "Max"), at.in(0)));
    to.single(
        Reduction.ReduceMin.class, (o, at) -> reduce(o, at, either(at, "All", "Min"), at.in(0)));
    to.single(Reduction.ReduceProd.class, (o, at) -> reduce(o, at, "Prod", at.in(0)));
    to.single(
        Reduction.ReduceL1.class, (o, at) -> reduce(o, at, "Sum", at.tf().unary("Abs", at.in(0))));
    to.single(
        Reduction.ReduceL2.class,
        (o, at) -> at.tf().unary("Sqrt", reduce(o, at, "Sum", square(at))));
    to.single(
        Reduction.ReduceLogSum.class,
        (o, at) -> at.tf().unary("Log", reduce(o, at, "Sum", at.in(0))));
    to.single(Reduction.ReduceLogSumExp.class, ReductionMappings::logSumExp);
    to.single(Reduction.ReduceSumSquare.class, (o, at) -> reduce(o, at, "Sum", square(at)));
    to.single(
        Reduction.ArgMax.class,
        (o, at) -> arg(at, "ArgMax", o.axis(), o.keepdims(), o.selectLastIndex()));
    to.single(
        Reduction.ArgMin.class,
        (o, at) -> arg(at, "ArgMin", o.axis(), o.keepdims(), o.selectLastIndex()));
    to.single(
        Reduction.CumSum.class,
        (o, at) ->
            at.tf()
                .op("Cumsum")
                .in(at.in(0), at.tf().reshape(at.in(1), new long[0]))
                .attr("exclusive", o.exclusive() == 1)
                .attr("reverse", o.reverse() == 1)
                .out());
  }

  private static String either(NodeContext at, String ifBool, String otherwise) {
    return at.dtype(0) == DType.BOOL ? ifBool : otherwise;
  }

  private static Output<?> square(NodeContext at) {
    return at.tf().unary("Square", at.in(0));
  }

  private static Output<?> reduce(Reduction o, NodeContext at, String type, Output<?> x) {
    Output<?> axes = axes(o, at);
    return axes == null
        ? at.tf().unary("Identity", x)
        : at.tf().op(type).in(x, axes).attr("keep_dims", o.keepdims() == 1).out();
  }

  /** Returns the axes to reduce, null where nothing is to be reduced. */
  private static @Nullable Output<?> axes(Reduction o, NodeContext at) {
    long[] known = at.longs(1);
    boolean none = !at.has(1) || (known != null && known.length == 0) || isEmpty(at);
    if (!none) {
      return known == null ? given(o, at) : at.tf().longs(known);
    }
    if (o.noopWithEmptyAxes() == 1) {
      return null;
    }
    Tf tf = at.tf();
    return at.shape(0).ranked()
        ? tf.longs(Axes.between(0, at.rank(0)))
        : tf.range(tf.cast(tf.unary("Rank", at.in(0)), DataType.DT_INT64));
  }

  /** Returns the axes of the run; where it may give none, none stand for all. */
  private static Output<?> given(Reduction o, NodeContext at) {
    boolean counted = at.shape(1).ranked() && at.rank(1) == 1 && at.shape(1).length(0) > 0;
    if (counted || o.noopWithEmptyAxes() == 1) {
      return at.in(1);
    }
    Tf tf = at.tf();
    Output<?> axes = tf.cast(tf.reshape(at.in(1), -1), DataType.DT_INT64);
    Output<?> rank = tf.cast(tf.unary("Rank", at.in(0)), DataType.DT_INT64);
    Output<?> none = tf.binary("Equal", tf.length(axes, 0), tf.scalar(0));
    Output<?> more = tf.range(tf.mul(rank, tf.cast(none, DataType.DT_INT64)));
    return tf.concat(0, List.of(axes, more));
  }

  private static boolean isEmpty(NodeContext at) {
    return at.shape(1).ranked() && at.rank(1) == 1 && at.shape(1).length(0) == 0;
  }

  /** Subtracts the largest element first, so that no exponential overflows. */
  private static Output<?> logSumExp(Reduction.ReduceLogSumExp o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> axes = axes(o, at);
    if (axes == null) {
      return tf.unary("Identity", x);
    }
    Output<?> largest = tf.op("Max").in(x, axes).attr("keep_dims", true).out();
    Output<?> finite =
        tf.select(tf.unary("IsFinite", largest), largest, tf.unary("ZerosLike", largest));
    Output<?> shift = tf.unary("StopGradient", finite);
    Output<?> sum =
        tf.op("Sum").in(tf.unary("Exp", tf.sub(x, shift)), axes).attr("keep_dims", true).out();
    Output<?> kept = tf.add(tf.unary("Log", sum), shift);
    return o.keepdims() == 1 ? kept : tf.op("Sum").in(kept, axes).attr("keep_dims", false).out();
  }

  private static Output<?> arg(NodeContext at, String type, long axis, long keep, long last) {
    Tf tf = at.tf();
    int along = at.axis(0, axis);
    Output<?> x = last == 1 ? tf.op("ReverseV2").in(at.in(0), tf.longs(along)).out() : at.in(0);
    Output<?> position =
        tf.op(type)
            .in(x, tf.scalar(DataType.DT_INT32, along))
            .attr("output_type", DataType.DT_INT64)
            .out();
    if (last == 1) {
      position = tf.sub(tf.sub(tf.length(x, along), tf.scalar(1)), position);
    }
    return keep == 1 ? tf.expandDims(position, along) : position;
  }
}
