package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.Convolution;
import dev.tenon.runtime.tensorflow.emit.ImageLayout;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How the transposed convolution is written: as the gradient of a convolution's input. */
final class ConvTransposeMapping {
  private final Convolution.ConvTranspose operator;
  private final NodeContext at;
  private final Tf tf;
  private final int spatial;
  private final List<Long> kernel;

  private ConvTransposeMapping(Convolution.ConvTranspose operator, NodeContext at) {
    this.operator = operator;
    this.at = at;
    this.tf = at.tf();
    this.spatial = at.rank(1) - 2;
    this.kernel = ConvolutionMappings.lengths(operator, at);
  }

  static Output<?> emit(Convolution.ConvTranspose operator, NodeContext at) {
    int n = at.rank(1) - 2;
    if (n < 1 || n > 3) {
      throw at.refuse("TensorFlow convolves 1, 2 or 3 spatial axes, not " + n);
    }
    return new ConvTransposeMapping(operator, at).emit();
  }

  private Output<?> emit() {
    int rank = spatial + 2;
    Output<?> x = ImageLayout.channelsLast(tf, at.in(0), rank, operator.channelsLast());
    Output<?> w = ConvolutionMappings.kernel(tf, at.in(1), rank, operator.channelsLast());
    if (spatial == 1) {
      x = tf.expandDims(x, 1);
      w = tf.expandDims(w, 0);
    }
    w = spread(w);
    int last = w.shape().numDimensions() - 1;
    Output<?> y;
    if (operator.group() == 1) {
      y = one(x, w);
    } else {
      List<Output<?>> inputs = ImageLayout.parts(tf, x, last, operator.group());
      List<Output<?>> kernels = ImageLayout.parts(tf, w, last, operator.group());
      List<Output<?>> results = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        results.add(one(inputs.get(i), kernels.get(i)));
      }
      y = tf.concat(last, results);
    }
    if (at.has(2)) {
      y = tf.binary("BiasAdd", y, at.in(2));
    }
    if (spatial == 1) {
      y = tf.squeeze(y, 1);
    }
    return ImageLayout.original(tf, y, rank, operator.channelsLast());
  }

  /** Puts zeros between a dilated kernel's entries: TensorFlow's CPU kernels take no dilation. */
  private Output<?> spread(Output<?> w) {
    Output<?> wide = w;
    int first = spatial == 1 ? 1 : 0;
    for (int i = 0; i < spatial; i++) {
      long dilation = value(operator.dilations(), i, 1);
      if (dilation == 1) {
        continue;
      }
      int axis = first + i;
      int rank = w.shape().numDimensions();
      long[] paddings = new long[2 * (rank + 1)];
      paddings[2 * (axis + 1) + 1] = dilation - 1;
      Output<?> gaps =
          tf.op("PadV2").in(tf.expandDims(wide, axis + 1), tf.pairs(paddings), tf.like(w, 0)).out();
      Output<?> lengths = tf.shape(wide);
      Output<?> merged =
          tf.concat(
              0,
              List.of(
                  tf.part(lengths, 0, axis),
                  tf.longs(kernel.get(i) * dilation),
                  tf.part(lengths, axis + 1, rank)));
      Output<?> full = tf.reshape(gaps, merged);
      List<Output<?>> cut =
          tf.split(full, axis, kernel.get(i) * dilation - (dilation - 1), dilation - 1);
      wide = cut.get(0);
    }
    return wide;
  }

  /** One group: x and kernel channels last, with one row added where there is one axis. */
  private Output<?> one(Output<?> given, Output<?> w) {
    int first = spatial == 1 ? 1 : 0;
    int n = Math.max(spatial, 2);
    Output<?> x = ofChannels(given, w, n + 1);
    Output<?> from = tf.shape(x);
    Output<?> channels = tf.length(w, n);
    List<Output<?>> lengths = new ArrayList<>();
    lengths.add(tf.element(from, 0));
    long[] strides = new long[n];
    long[] explicit = new long[2 * n + 4];
    boolean padded = false;
    for (int i = 0; i < n; i++) {
      int axis = i - first;
      if (axis < 0) {
        strides[i] = 1;
        lengths.add(tf.scalar(1));
        continue;
      }
      strides[i] = value(operator.strides(), axis, 1);
      long[] pads = pads(axis);
      Output<?> in = tf.element(from, i + 1);
      Output<?> whole =
          tf.add(
              tf.mul(tf.sub(in, tf.scalar(1)), tf.scalar(strides[i])),
              tf.scalar(
                  extent(axis) + value(operator.outputPadding(), axis, 0) - pads[0] - pads[1]));
      lengths.add(whole);
      explicit[2 * i + 2] = Math.max(0, pads[0]);
      explicit[2 * i + 3] = Math.max(0, pads[1]);
      padded |= pads[0] > 0 || pads[1] > 0;
    }
    lengths.add(channels);
    Output<?> target = tf.pack(lengths, 0);
    if (n == 3) {
      return volume(x, w, target, explicit, strides);
    }
    if (padded && at.twice()) {
      return cut(x, w, target, explicit, strides);
    }
    return tf.op("Conv2DBackpropInput")
        .in(tf.cast(target, DataType.DT_INT32), w, x)
        .attr("strides", SlidingWindow.withOuter(strides))
        .attr("padding", padded ? "EXPLICIT" : "VALID")
        .attr("explicit_paddings", padded ? explicit : new long[0])
        .out();
  }

  /** TensorFlow's gradient of the gradient forgets explicit paddings: they are cut off instead. */
  private Output<?> cut(
      Output<?> x, Output<?> w, Output<?> target, long[] explicit, long[] strides) {
    long[] begin = new long[4];
    long[] both = new long[4];
    for (int i = 0; i < 4; i++) {
      begin[i] = explicit[2 * i];
      both[i] = explicit[2 * i] + explicit[2 * i + 1];
    }
    Output<?> whole =
        tf.op("Conv2DBackpropInput")
            .in(tf.cast(tf.add(target, tf.longs(both)), DataType.DT_INT32), w, x)
            .attr("strides", SlidingWindow.withOuter(strides))
            .attr("padding", "VALID")
            .out();
    return tf.op("Slice").in(whole, tf.longs(begin), target).out();
  }

  /** TensorFlow's gradient does not compare channels: oneDNN ends the process where they differ. */
  private Output<?> ofChannels(Output<?> x, Output<?> w, int axis) {
    long known = x.shape().get(axis);
    return known >= 0 && known == w.shape().get(axis)
        ? x
        : tf.withLast(x, axis, tf.part(tf.shape(w), axis, axis + 1));
  }

  /** The kernel for volumes knows no explicit padding: it is cut off afterwards. */
  private Output<?> volume(
      Output<?> x, Output<?> w, Output<?> target, long[] explicit, long[] strides) {
    long[] begin = new long[5];
    long[] both = new long[5];
    for (int i = 0; i < 5; i++) {
      begin[i] = explicit[2 * i];
      both[i] = explicit[2 * i] + explicit[2 * i + 1];
    }
    Output<?> whole = tf.add(target, tf.longs(both));
    if (at.training()) {
      Output<?> spread = Volumes.spread(tf, x, w, whole, strides);
      return tf.op("Slice").in(spread, tf.longs(begin), target).out();
    }
    Output<?> full =
        tf.op("Conv3DBackpropInputV2")
            .in(tf.cast(whole, DataType.DT_INT32), w, x)
            .attr("strides", SlidingWindow.withOuter(strides))
            .attr("padding", "VALID")
            .out();
    return tf.op("Slice").in(full, tf.longs(begin), target).out();
  }

  private long extent(int axis) {
    return (kernel.get(axis) - 1) * value(operator.dilations(), axis, 1) + 1;
  }

  /** Returns what is cut off before and after an axis. */
  private long[] pads(int axis) {
    List<Long> pads = operator.pads();
    List<Long> shape = operator.outputShape();
    long stride = value(operator.strides(), axis, 1);
    long extra = value(operator.outputPadding(), axis, 0);
    long total;
    if (shape != null) {
      long in = operator.spatial(at.shape(0)).length(axis);
      if (in < 0) {
        throw at.refuse("output_shape with an input length that is not known");
      }
      total = stride * (in - 1) + extra + extent(axis) - shape.get(axis);
    } else if (operator.autoPad().startsWith("SAME")) {
      total = extent(axis) + extra - stride;
    } else {
      return new long[] {value(pads, axis, 0), value(pads, axis + spatial, 0)};
    }
    long small = Math.floorDiv(total, 2);
    long large = total - small;
    if (total < 0) {
      // Nothing is cut off; the result is longer at its end.
      return new long[] {0, total};
    }
    return operator.autoPad().equals("SAME_UPPER")
        ? new long[] {small, large}
        : new long[] {large, small};
  }

  private static long value(@Nullable List<Long> values, int index, long otherwise) {
    return values == null ? otherwise : values.get(index);
  }
}
