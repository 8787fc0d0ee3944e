package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.ImageLayout;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.OpCall;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/** How convolutions are written. */
public final class ConvolutionMappings {
  private ConvolutionMappings() {}

  public static void register(MappingTable to) {
    to.single(Convolution.Conv.class, ConvolutionMappings::conv);
    to.single(Convolution.ConvTranspose.class, ConvTransposeMapping::emit);
  }

  private static Output<?> conv(Convolution.Conv o, NodeContext at) {
    Tf tf = at.tf();
    int n = at.rank(1) - 2;
    if (n < 1 || n > 3) {
      throw at.refuse("TensorFlow convolves 1, 2 or 3 spatial axes, not " + n);
    }
    Output<?> x = ImageLayout.channelsLast(tf, at.in(0), n + 2, o.channelsLast());
    Output<?> kernel = kernel(tf, at.in(1), n + 2, o.channelsLast());
    Shape spatial = at.shape(0).ranked() ? o.spatial(at.shape(0)) : Shape.ofRank(n);
    List<Long> lengths = lengths(o, at);
    long perGroup = at.ranked(1).length(o.channelsLast() ? n : 1);
    SlidingWindow window;
    if (n == 1) {
      // One spatial axis is an image of one row; equal strides suit the depthwise kernel.
      x = tf.expandDims(x, 1);
      kernel = tf.expandDims(kernel, 0);
      window =
          new SlidingWindow(
              o.autoPad(),
              List.of(1L, lengths.get(0)),
              twice(o.strides()),
              oneThen(o.dilations()),
              zeroThen(o.pads()),
              false,
              Shape.of(1).concat(spatial));
    } else {
      window =
          new SlidingWindow(
              o.autoPad(), lengths, o.strides(), o.dilations(), o.pads(), false, spatial);
    }
    Output<?> y;
    if (o.group() > 1 && perGroup == 1 && n < 3) {
      y = depthwise(tf, x, kernel, window, o.group());
    } else if (o.group() > 1) {
      y = groups(at, x, kernel, window, o.group());
    } else {
      y = dense(at, x, kernel, window);
    }
    if (at.has(2)) {
      y = tf.binary("BiasAdd", y, at.in(2));
    }
    if (n == 1) {
      y = tf.squeeze(y, 1);
    }
    return ImageLayout.original(tf, y, n + 2, o.channelsLast());
  }

  /** Returns the lengths of the kernel's spatial axes; refuses a model that does not say them. */
  static List<Long> lengths(Convolution o, NodeContext at) {
    List<Long> lengths = o.kernel(at.ranked(1));
    if (lengths.contains(-1L)) {
      throw at.refuse("the kernel's lengths are not known");
    }
    return lengths;
  }

  static Output<?> kernel(Tf tf, Output<?> kernel, int rank, boolean channelsLast) {
    if (channelsLast) {
      return kernel;
    }
    int[] perm = new int[rank];
    for (int i = 0; i < rank - 2; i++) {
      perm[i] = i + 2;
    }
    perm[rank - 2] = 1;
    perm[rank - 1] = 0;
    return tf.transpose(kernel, perm);
  }

  private static @Nullable List<Long> twice(@Nullable List<Long> strides) {
    return strides == null ? null : Collections.nCopies(2, strides.get(0));
  }

  static @Nullable List<Long> oneThen(@Nullable List<Long> values) {
    return values == null ? null : List.of(1L, values.get(0));
  }

  static @Nullable List<Long> zeroThen(@Nullable List<Long> pads) {
    return pads == null ? null : List.of(0L, pads.get(0), 0L, pads.get(1));
  }

  private static Output<?> dense(
      NodeContext at, Output<?> x, Output<?> kernel, SlidingWindow window) {
    Tf tf = at.tf();
    if (window.kernel.length == 3) {
      return at.training()
          ? Volumes.convolve(tf, x, kernel, window)
          : volume(tf, x, kernel, window);
    }
    if (at.training()) {
      return differentiable(tf, x, kernel, window);
    }
    return padded(tf, tf.op("Conv2D"), x, kernel, window)
        .attr("strides", SlidingWindow.withOuter(window.strides))
        .attr("dilations", SlidingWindow.withOuter(window.dilations))
        .out();
  }

  /** TensorFlow's gradient of Conv2D forgets explicit paddings and dilations. */
  private static Output<?> differentiable(
      Tf tf, Output<?> x, Output<?> kernel, SlidingWindow window) {
    if (window.isDilated()) {
      return SpaceBatch.apply(
          tf,
          window.pad(tf, x, 0),
          window.dilations,
          window.strides,
          apart -> plain(tf, apart, kernel, new long[] {1, 1}, "VALID"));
    }
    return window.same
        ? plain(tf, x, kernel, window.strides, "SAME")
        : plain(tf, window.pad(tf, x, 0), kernel, window.strides, "VALID");
  }

  static Output<?> plain(Tf tf, Output<?> x, Output<?> kernel, long[] strides, String padding) {
    return tf.op("Conv2D")
        .in(x, kernel)
        .attr("strides", SlidingWindow.withOuter(strides))
        .attr("padding", padding)
        .out();
  }

  /** Adds the operands and the padding to an operation that knows explicit paddings. */
  private static OpCall padded(
      Tf tf, OpCall call, Output<?> x, Output<?> kernel, SlidingWindow window) {
    if (window.same) {
      return call.in(x, kernel).attr("padding", "SAME");
    }
    if (window.dynamic || window.isEmpty()) {
      return call.in(window.pad(tf, x, 0), kernel).attr("padding", "VALID");
    }
    return call.in(window.fitting(tf, x), kernel)
        .attr("padding", "EXPLICIT")
        .attr("explicit_paddings", window.explicit());
  }

  private static Output<?> volume(Tf tf, Output<?> x, Output<?> kernel, SlidingWindow window) {
    long[] strides = SlidingWindow.withOuter(window.strides);
    if (!window.isDilated()) {
      Output<?> padded = window.same ? x : window.pad(tf, x, 0);
      return tf.op("Conv3D")
          .in(padded, kernel)
          .attr("strides", strides)
          .attr("padding", window.same ? "SAME" : "VALID")
          .out();
    }
    return SpaceBatch.apply(
        tf,
        window.pad(tf, x, 0),
        window.dilations,
        window.strides,
        apart ->
            tf.op("Conv3D")
                .in(apart, kernel)
                .attr("strides", new long[] {1, 1, 1, 1, 1})
                .attr("padding", "VALID")
                .out());
  }

  private static Output<?> depthwise(
      Tf tf, Output<?> given, Output<?> kernel, SlidingWindow window, long group) {
    // Another number of channels ends the process.
    Output<?> x = given.shape().get(3) == group ? given : tf.withLast(given, 3, tf.longs(group));
    Output<?> filter = tf.reshape(kernel, window.kernel[0], window.kernel[1], group, -1);
    boolean equal = window.strides[0] == window.strides[1];
    if (!window.isDilated() && equal) {
      // TensorFlow joins it with a bias behind it, forgets explicit paddings then, and ends the
      // process for that.
      return tf.op("DepthwiseConv2dNative")
          .in(window.same ? x : window.pad(tf, x, 0), filter)
          .attr("padding", window.same ? "SAME" : "VALID")
          .attr("strides", SlidingWindow.withOuter(window.strides))
          .out();
    }
    // TensorFlow's CPU kernel takes no dilation and only equal strides.
    return SpaceBatch.apply(
        tf,
        window.pad(tf, x, 0),
        window.dilations,
        window.strides,
        apart ->
            tf.op("DepthwiseConv2dNative")
                .in(apart, filter)
                .attr("strides", new long[] {1, 1, 1, 1})
                .attr("padding", "VALID")
                .out());
  }

  /**
   * Convolves each group of channels alone.
   *
   * <p>In one piece TensorFlow has no gradient of it, and merges it with a bias or a normalisation
   * behind it into an operation that then refuses to run.
   */
  private static Output<?> groups(
      NodeContext at, Output<?> x, Output<?> kernel, SlidingWindow window, long group) {
    Tf tf = at.tf();
    int rank = window.kernel.length + 2;
    List<Output<?>> inputs = ImageLayout.parts(tf, x, rank - 1, group);
    List<Output<?>> kernels = ImageLayout.parts(tf, kernel, rank - 1, group);
    List<Output<?>> results = new ArrayList<>();
    for (int i = 0; i < group; i++) {
      results.add(dense(at, inputs.get(i), kernels.get(i), window));
    }
    return tf.concat(rank - 1, results);
  }

  static boolean all(long[] values, long value) {
    return Arrays.stream(values).allMatch(v -> v == value);
  }
}
