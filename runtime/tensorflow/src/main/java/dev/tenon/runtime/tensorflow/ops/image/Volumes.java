package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * Convolution of volumes as sums of convolutions of images, one for each plane of the kernel.
 *
 * <p>TensorFlow Java has no gradient of its operations on volumes, but of those on images.
 */
final class Volumes {
  private Volumes() {}

  /** Convolves (batch, depth, height, width, channels). */
  static Output<?> convolve(Tf tf, Output<?> x, Output<?> kernel, SlidingWindow window) {
    Output<?> padded = window.pad(tf, x, 0);
    return SpaceBatch.apply(
        tf,
        padded,
        window.dilations,
        window.isDilated() ? window.strides : new long[] {1, 1, 1},
        apart ->
            planes(
                tf,
                apart,
                kernel,
                window.kernel[0],
                window.isDilated() ? new long[] {1, 1, 1} : window.strides));
  }

  private static Output<?> planes(
      Tf tf, Output<?> x, Output<?> kernel, long depth, long[] strides) {
    Output<?> shape = tf.shape(x);
    Output<?> last = tf.sub(tf.element(shape, 1), tf.scalar(depth));
    Output<?> steps = tf.add(tf.binary("FloorDiv", last, tf.scalar(strides[0])), tf.scalar(1));
    Output<?> sum = null;
    for (long k = 0; k < depth; k++) {
      Output<?> from =
          tf.pack(List.of(tf.scalar(0), tf.scalar(k), tf.scalar(0), tf.scalar(0), tf.scalar(0)), 0);
      Output<?> span =
          tf.add(tf.mul(tf.sub(steps, tf.scalar(1)), tf.scalar(strides[0])), tf.scalar(k + 1));
      Output<?> to =
          tf.pack(List.of(tf.scalar(0), span, tf.scalar(0), tf.scalar(0), tf.scalar(0)), 0);
      Output<?> layers =
          tf.op("StridedSlice")
              .in(x, from, to, tf.longs(1, strides[0], 1, 1, 1))
              .attr("begin_mask", 0b11101)
              .attr("end_mask", 0b11101)
              .out();
      Output<?> images =
          tf.reshape(layers, tf.concat(0, List.of(tf.longs(-1), tf.part(shape, 2, 5))));
      Output<?> part =
          ConvolutionMappings.plain(
              tf,
              images,
              tf.gather(kernel, tf.scalar(k), 0),
              new long[] {strides[1], strides[2]},
              "VALID");
      sum = sum == null ? part : tf.add(sum, part);
    }
    Output<?> flat = sum == null ? x : sum;
    Output<?> lengths =
        tf.concat(
            0, List.of(tf.part(shape, 0, 1), tf.reshape(steps, 1), tf.part(tf.shape(flat), 1, 4)));
    return tf.reshape(flat, lengths);
  }

  /**
   * Spreads each element of x over a block of the result, as the transposed convolution does.
   *
   * @param target the shape of the whole result, nothing cut off
   */
  static Output<?> spread(Tf tf, Output<?> x, Output<?> kernel, Output<?> target, long[] strides) {
    int depth = Math.toIntExact(kernel.shape().get(0));
    Output<?> shape = tf.shape(x);
    Output<?> images = tf.reshape(x, tf.concat(0, List.of(tf.longs(-1), tf.part(shape, 2, 5))));
    Output<?> count = tf.mul(tf.part(shape, 0, 1), tf.part(shape, 1, 2));
    Output<?> area = tf.concat(0, List.of(count, tf.part(target, 2, 5)));
    Output<?> sum = null;
    for (int k = 0; k < depth; k++) {
      Output<?> planes =
          tf.op("Conv2DBackpropInput")
              .in(tf.cast(area, DataType.DT_INT32), tf.gather(kernel, tf.scalar(k), 0), images)
              .attr("strides", SlidingWindow.withOuter(new long[] {strides[1], strides[2]}))
              .attr("padding", "VALID")
              .out();
      Output<?> apart =
          tf.reshape(
              planes,
              tf.concat(0, List.of(tf.part(shape, 0, 2), tf.longs(1), tf.part(target, 2, 5))));
      // Between two planes of x there are strides - 1 empty ones.
      Output<?> gaps = pad(tf, apart, 6, 2, tf.scalar(0), tf.scalar(strides[0] - 1));
      Output<?> joined =
          tf.reshape(
              gaps,
              tf.concat(0, List.of(tf.part(shape, 0, 1), tf.longs(-1), tf.part(target, 2, 5))));
      Output<?> missing =
          tf.sub(
              tf.element(target, 1),
              tf.add(tf.mul(tf.element(shape, 1), tf.scalar(strides[0])), tf.scalar(k)));
      Output<?> placed =
          pad(tf, joined, 5, 1, tf.scalar(k), tf.binary("Maximum", missing, tf.scalar(0)));
      Output<?> whole = tf.op("Slice").in(placed, tf.longs(0, 0, 0, 0, 0), target).out();
      sum = sum == null ? whole : tf.add(sum, whole);
    }
    return sum == null ? x : sum;
  }

  private static Output<?> pad(
      Tf tf, Output<?> x, int rank, int axis, Output<?> before, Output<?> after) {
    List<Output<?>> rows = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      rows.add(i == axis ? tf.pack(List.of(before, after), 0) : tf.longs(0, 0));
    }
    return tf.op("PadV2").in(x, tf.pack(rows, 0), tf.like(x, 0)).out();
  }
}
