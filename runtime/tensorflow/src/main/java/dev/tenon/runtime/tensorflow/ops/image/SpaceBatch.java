package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Output;

/** Runs a dilated window as one without gaps, over images taken apart, then thins the result. */
final class SpaceBatch {
  private SpaceBatch() {}

  /**
   * Applies a window without padding, of stride 1 and dilation 1, as if it had these attributes.
   *
   * @param x padded, channels last
   * @param dense applies the window
   */
  static Output<?> apply(
      Tf tf, Output<?> x, long[] dilations, long[] strides, UnaryOperator<Output<?>> dense) {
    Output<?> result = x;
    if (Arrays.stream(dilations).anyMatch(d -> d != 1)) {
      int n = dilations.length;
      Output<?> block = tf.longs(dilations);
      Output<?> lengths = tf.part(tf.shape(x), 1, n + 1);
      Output<?> missing = tf.binary("FloorMod", tf.unary("Neg", lengths), block);
      Output<?> sides = tf.pack(List.of(tf.unary("ZerosLike", missing), missing), 1);
      Output<?> apart = tf.op("SpaceToBatchND").in(x, block, sides).out();
      result = tf.op("BatchToSpaceND").in(dense.apply(apart), block, sides).out();
    } else {
      result = dense.apply(x);
    }
    return thin(tf, result, strides);
  }

  /** Keeps every stride-th position of the spatial axes. */
  static Output<?> thin(Tf tf, Output<?> x, long[] strides) {
    if (Arrays.stream(strides).allMatch(s -> s == 1)) {
      return x;
    }
    int rank = strides.length + 2;
    return tf.op("StridedSlice")
        .in(
            x,
            tf.longs(new long[rank]),
            tf.longs(new long[rank]),
            tf.longs(SlidingWindow.withOuter(strides)))
        .attr("begin_mask", (1 << rank) - 1)
        .attr("end_mask", (1 << rank) - 1)
        .out();
  }
}
