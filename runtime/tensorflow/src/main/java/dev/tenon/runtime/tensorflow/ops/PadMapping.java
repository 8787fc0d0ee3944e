package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Movement;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How Pad is written. */
public final class PadMapping {
  private PadMapping() {}

  static Output<?> emit(Movement.Pad o, NodeContext at) {
    long[] pads = at.longs(1);
    long[] axes = at.longs(3);
    if (at.has(3) && axes == null) {
      throw at.refuse("axes that are only known in the run");
    }
    if (pads == null) {
      return computed(o, at, axes);
    }
    int rank = at.rank(0);
    long[] begin = new long[rank];
    long[] end = new long[rank];
    int count = pads.length / 2;
    for (int i = 0; i < count; i++) {
      int axis = axes == null ? i : at.axis(0, axes[i]);
      begin[axis] = pads[i];
      end[axis] = pads[count + i];
    }
    Output<?> x = crop(at, begin, end);
    if (Arrays.stream(begin).allMatch(p -> p <= 0) && Arrays.stream(end).allMatch(p -> p <= 0)) {
      return x;
    }
    for (int i = 0; i < rank; i++) {
      begin[i] = Math.max(0, begin[i]);
      end[i] = Math.max(0, end[i]);
    }
    if (o.mode().equals("constant")) {
      long[] both = new long[2 * rank];
      for (int i = 0; i < rank; i++) {
        both[2 * i] = begin[i];
        both[2 * i + 1] = end[i];
      }
      Tf tf = at.tf();
      return constant(at, x, tf.pairs(both));
    }
    return repeated(o.mode(), at, x, begin, end);
  }

  /** Negative padding takes elements away. */
  private static Output<?> crop(NodeContext at, long[] begin, long[] end) {
    boolean any =
        Arrays.stream(begin).anyMatch(p -> p < 0) || Arrays.stream(end).anyMatch(p -> p < 0);
    if (!any) {
      return at.in(0);
    }
    Tf tf = at.tf();
    long[] from = new long[begin.length];
    long[] to = new long[begin.length];
    long[] steps = new long[begin.length];
    int open = 0;
    for (int i = 0; i < begin.length; i++) {
      steps[i] = 1;
      from[i] = Math.max(0, -begin[i]);
      to[i] = Math.min(0, end[i]);
      open |= to[i] == 0 ? 1 << i : 0;
    }
    return tf.op("StridedSlice")
        .in(at.in(0), tf.longs(from), tf.longs(to), tf.longs(steps))
        .attr("end_mask", open)
        .out();
  }

  private static Output<?> constant(NodeContext at, Output<?> x, Output<?> paddings) {
    Tf tf = at.tf();
    if (at.has(2)) {
      return tf.op("PadV2").in(x, paddings, tf.reshape(at.in(2), new long[0])).out();
    }
    return at.dtype(0) == DType.FLOAT32
        ? tf.op("Pad").in(x, paddings).out()
        : tf.op("PadV2").in(x, paddings, tf.like(x, 0)).out();
  }

  private static Output<?> computed(Movement.Pad o, NodeContext at, long @Nullable [] axes) {
    Tf tf = at.tf();
    if (!o.mode().equals("constant")) {
      throw at.refuse("mode " + o.mode() + " with pads that are only known in the run");
    }
    Output<?> columns = tf.binary("Transpose", tf.reshape(at.in(1), 2, -1), tf.ints(1, 0));
    if (axes == null) {
      return cropped(at, columns);
    }
    int rank = at.rank(0);
    long[] rows = Arrays.stream(axes).map(a -> at.axis(0, a)).toArray();
    Output<?> zeros = tf.pairs(new long[2 * rank]);
    Output<?> all =
        tf.op("TensorScatterUpdate").in(zeros, tf.expandDims(tf.longs(rows), 1), columns).out();
    return cropped(at, all);
  }

  /** Takes away where a number is negative, and adds where it is not. */
  private static Output<?> cropped(NodeContext at, Output<?> pads) {
    Tf tf = at.tf();
    Output<?> none = tf.like(pads, 0);
    Output<?> less = tf.binary("Minimum", pads, none);
    Output<?> from = tf.unary("Neg", tf.gather(less, tf.scalar(0), 1));
    Output<?> size =
        tf.add(tf.shape(at.in(0)), tf.reduce("Sum", tf.cast(less, DataType.DT_INT64), false, 1));
    Output<?> rest = tf.op("Slice").in(at.in(0), tf.cast(from, DataType.DT_INT64), size).out();
    return constant(at, rest, tf.binary("Maximum", pads, none));
  }

  /** Takes entries of x again, axis by axis: mirrored, the outermost, or from the other end. */
  private static Output<?> repeated(
      String mode, NodeContext at, Output<?> x, long[] begin, long[] end) {
    Tf tf = at.tf();
    Output<?> result = x;
    for (int axis = 0; axis < begin.length; axis++) {
      if (begin[axis] == 0 && end[axis] == 0) {
        continue;
      }
      Output<?> length = tf.length(result, axis);
      Output<?> last = tf.sub(length, tf.scalar(1));
      Output<?> positions =
          tf.op("Range")
              .in(tf.scalar(-begin[axis]), tf.add(length, tf.scalar(end[axis])), tf.scalar(1))
              .out();
      Output<?> source =
          switch (mode) {
            case "edge" ->
                tf.binary("Maximum", tf.binary("Minimum", positions, last), tf.scalar(0));
            case "wrap" -> tf.binary("FloorMod", positions, length);
            case "reflect" -> {
              Output<?> period = tf.binary("Maximum", tf.mul(last, tf.scalar(2)), tf.scalar(1));
              Output<?> turn = tf.binary("FloorMod", positions, period);
              yield tf.binary("Minimum", turn, tf.sub(period, turn));
            }
            default -> throw at.refuse("mode '" + mode + "' is none of ONNX's");
          };
      result = tf.gather(result, source, axis);
    }
    return result;
  }
}
