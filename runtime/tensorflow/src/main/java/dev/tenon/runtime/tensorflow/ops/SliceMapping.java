package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.Arrays;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How Slice is written: TensorFlow counts and limits positions as ONNX does. */
final class SliceMapping {
  private SliceMapping() {}

  static Output<?> emit(NodeContext at) {
    long[] starts = at.longs(1);
    long[] ends = at.longs(2);
    long[] axes = at.longs(3);
    long[] steps = at.longs(4);
    boolean known =
        starts != null
            && ends != null
            && (!at.has(3) || axes != null)
            && (!at.has(4) || steps != null);
    return known && starts != null && ends != null
        ? known(
            at,
            starts,
            ends,
            axes == null ? Axes.between(0, starts.length) : axes,
            steps == null ? ones(starts.length) : steps)
        : computed(at);
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Output<?> known(
      NodeContext at, long[] starts, long[] ends, long[] axes, long[] steps) {
    Tf tf = at.tf();
    int rank = at.rank(0);
    if (axes.length > 0 && areReversed(at, starts, ends, axes, steps)) {
      return reversed(at, Arrays.stream(axes).map(axis -> at.axis(0, axis)).toArray());
    }
    long[] begin = new long[rank];
    long[] end = new long[rank];
    long[] stride = ones(rank);
    int open = (1 << rank) - 1;
    for (int i = 0; i < axes.length; i++) {
      int axis = at.axis(0, axes[i]);
      begin[axis] = starts[i];
      end[axis] = ends[i];
      stride[axis] = steps[i];
      open &= ~(1 << axis);
    }
    return tf.op("StridedSlice")
        .in(at.in(0), tf.longs(begin), tf.longs(end), tf.longs(stride))
        .attr("begin_mask", open)
        .attr("end_mask", open)
        .out();
  }

  /**
   * Writes axes backwards, ten times as fast as a slice. TensorFlow copies whole rows where the
   * axis is the middle one of three, as that of an image's columns becomes.
   */
  private static Output<?> reversed(NodeContext at, long[] axes) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Shape shape = at.shape(0);
    int axis = (int) axes[0];
    long row = 1;
    for (int i = axis + 1; i < shape.rank() && row > 0; i++) {
      row = shape.length(i) < 0 ? -1 : row * shape.length(i);
    }
    if (axes.length > 1 || shape.rank() <= 3 || row <= 1 || shape.length(axis) < 0) {
      return tf.op("ReverseV2").in(x, tf.longs(axes)).out();
    }
    Output<?> rows = tf.reshape(x, tf.longs(-1, shape.length(axis), row));
    return tf.reshape(tf.op("ReverseV2").in(rows, tf.longs(1)).out(), tf.shape(x));
  }

  /** Says whether axes are taken whole, from their end to their begin. */
  private static boolean areReversed(
      NodeContext at, long[] starts, long[] ends, long[] axes, long[] steps) {
    boolean reversed = true;
    for (int i = 0; i < axes.length; i++) {
      long length = at.shape(0).length(at.axis(0, axes[i]));
      long fewest = length < 0 ? Integer.MAX_VALUE : length;
      boolean fromEnd = starts[i] == -1 || starts[i] >= fewest - 1;
      reversed &= steps[i] == -1 && fromEnd && ends[i] < -fewest;
    }
    return reversed;
  }

  /** Writes the positions that are known only in the run over those that keep an axis whole. */
  private static Output<?> computed(NodeContext at) {
    Tf tf = at.tf();
    int rank = at.rank(0);
    Output<?> starts = tf.cast(at.in(1), DataType.DT_INT64);
    Output<?> ends = tf.cast(at.in(2), DataType.DT_INT64);
    Output<?> axes =
        at.has(3) ? tf.cast(at.in(3), DataType.DT_INT64) : tf.range(tf.length(starts, 0));
    Output<?> rows = tf.expandDims(tf.binary("FloorMod", axes, tf.scalar(rank)), 1);
    Output<?> begin = tf.op("TensorScatterUpdate").in(tf.longs(new long[rank]), rows, starts).out();
    Output<?> end = tf.op("TensorScatterUpdate").in(tf.shape(at.in(0)), rows, ends).out();
    Output<?> stride = tf.longs(ones(rank));
    if (at.has(4)) {
      Output<?> steps = tf.cast(at.in(4), DataType.DT_INT64);
      stride = tf.op("TensorScatterUpdate").in(stride, rows, steps).out();
    }
    return tf.op("StridedSlice").in(at.in(0), begin, end, stride).out();
  }
}
