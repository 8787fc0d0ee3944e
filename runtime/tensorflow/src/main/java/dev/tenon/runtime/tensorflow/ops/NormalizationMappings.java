package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Spatial;
import dev.tenon.runtime.tensorflow.emit.ImageLayout;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How normalisations are written, but for the batch's, which has a file of its own. */
final class NormalizationMappings {
  /** How many operations a file may ask of LRN, which adds channel by channel. */
  private static final long MOST_NEIGHBOURS = 10_000;

  private NormalizationMappings() {}

  static void register(MappingTable to) {
    to.many(Normalization.BatchNormalization.class, BatchNormalizations::emit);
    to.single(Normalization.LayerNormalization.class, NormalizationMappings::layer);
    to.single(Normalization.RMSNormalization.class, NormalizationMappings::rms);
    to.single(Normalization.GroupNormalization.class, NormalizationMappings::group);
    to.single(Normalization.InstanceNormalization.class, NormalizationMappings::instance);
    to.single(Normalization.LpNormalization.class, NormalizationMappings::lp);
    to.single(Normalization.LRN.class, NormalizationMappings::lrn);
  }

  /** Mean and variance over some axes, which stay with length 1. */
  record Moments(Output<?> mean, Output<?> variance) {
    static Moments of(NodeContext at, Output<?> x, long... axes) {
      Tf tf = at.tf();
      Output<?> mean = tf.reduce("Mean", x, true, axes);
      Output<?> from = at.twice() ? mean : tf.unary("StopGradient", mean);
      Output<?> squares = tf.binary("SquaredDifference", x, from);
      return new Moments(mean, tf.reduce("Mean", squares, true, axes));
    }

    /** Returns the factor and the summand that normalise. */
    Output<?> apply(Tf tf, Output<?> x, double epsilon, Output<?> scale, Output<?> bias) {
      Output<?> root = tf.unary("Rsqrt", tf.add(variance, tf.like(variance, epsilon)));
      Output<?> factor = tf.mul(root, scale);
      return tf.add(tf.mul(x, factor), tf.sub(bias, tf.mul(mean, factor)));
    }
  }

  /**
   * Returns what has the mean 0 and the variance 1.
   *
   * <p>By the squares of what is left of the mean, which is not how others write it: TensorFlow
   * puts oneDNN's layer normalization in the place of all usual forms, and that has an epsilon of
   * its own, 0.001.
   */
  private static Output<?> normal(NodeContext at, Output<?> x, double epsilon, long... axes) {
    Tf tf = at.tf();
    Output<?> mean = tf.reduce("Mean", x, true, axes);
    Output<?> centered = tf.sub(x, mean);
    // The variance does not change with the mean: its gradient is the shorter for knowing that.
    boolean once = at.training() && !at.twice();
    Output<?> far = once ? tf.sub(x, tf.unary("StopGradient", mean)) : centered;
    Output<?> variance = tf.reduce("Mean", tf.unary("Square", far), true, axes);
    Output<?> root = tf.unary("Rsqrt", tf.add(variance, tf.like(variance, epsilon)));
    return tf.mul(centered, root);
  }

  private static Output<?> wide(NodeContext at, long stashType) {
    DataType type = at.in(0).dataType();
    boolean narrow = type == DataType.DT_HALF || type == DataType.DT_BFLOAT16;
    return narrow && stashType == 1 ? at.tf().cast(at.in(0), DataType.DT_FLOAT) : at.in(0);
  }

  private static Output<?> layer(Normalization.LayerNormalization o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = wide(at, o.stashType());
    int rank = at.rank(0);
    long[] axes = Axes.between(at.axis(0, o.axis()), rank);
    Output<?> scale = tf.cast(at.in(1), x.dataType());
    Output<?> y = tf.mul(normal(at, x, o.epsilon(), axes), scale);
    if (at.has(2)) {
      y = tf.add(y, tf.cast(at.in(2), x.dataType()));
    }
    return tf.cast(y, at.in(0).dataType());
  }

  private static Output<?> rms(Normalization.RMSNormalization o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = wide(at, o.stashType());
    long[] axes = Axes.between(at.axis(0, o.axis()), at.rank(0));
    Output<?> squares = tf.reduce("Mean", tf.unary("Square", x), true, axes);
    Output<?> root = tf.unary("Rsqrt", tf.add(squares, tf.like(x, o.epsilon())));
    Output<?> normal = tf.cast(tf.mul(x, root), at.in(0).dataType());
    return tf.mul(normal, at.in(1));
  }

  private static Output<?> instance(Normalization.InstanceNormalization o, NodeContext at) {
    Tf tf = at.tf();
    int rank = at.rank(0);
    Output<?> normal = normal(at, at.in(0), o.epsilon(), spatialAxes(o, rank));
    return tf.add(tf.mul(normal, channels(at, 1, o, rank)), channels(at, 2, o, rank));
  }

  private static long[] spatialAxes(Spatial o, int rank) {
    return o.channelsLast() ? Axes.between(1, rank - 1) : Axes.between(2, rank);
  }

  /** Returns a vector of one number a channel so that it broadcasts over an image. */
  static Output<?> channels(NodeContext at, int input, Spatial o, int rank) {
    if (o.channelsLast() || rank == 2) {
      return at.in(input);
    }
    long[] shape = new long[rank - 1];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return at.tf().reshape(at.in(input), shape);
  }

  private static Output<?> group(Normalization.GroupNormalization o, NodeContext at) {
    Tf tf = at.tf();
    int rank = at.rank(0);
    Output<?> x = wide(at, o.stashType());
    Output<?> shape = tf.shape(x);
    int channel = o.channelAxis(rank);
    // The channel axis is split in two: the groups, and the channels of a group.
    List<Output<?>> lengths = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      if (i == channel) {
        lengths.add(tf.scalar(o.numGroups()));
        lengths.add(tf.binary("FloorDiv", tf.element(shape, i), tf.scalar(o.numGroups())));
      } else {
        lengths.add(tf.element(shape, i));
      }
    }
    Output<?> split = tf.reshape(x, tf.pack(lengths, 0));
    long[] axes = new long[rank - 1];
    int next = 0;
    for (int i = 1; i <= rank; i++) {
      if (i != channel) {
        axes[next++] = i;
      }
    }
    Output<?> normal = normal(at, split, o.epsilon(), axes);
    Output<?> back = tf.cast(tf.reshape(normal, shape), at.in(0).dataType());
    return tf.add(tf.mul(back, channels(at, 1, o, rank)), channels(at, 2, o, rank));
  }

  private static Output<?> lp(Normalization.LpNormalization o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    long axis = at.axis(0, o.axis());
    Output<?> norm =
        o.p() == 1
            ? tf.reduce("Sum", tf.unary("Abs", x), true, axis)
            : tf.unary("Sqrt", tf.reduce("Sum", tf.unary("Square", x), true, axis));
    return tf.binary("RealDiv", x, norm);
  }

  private static Output<?> lrn(Normalization.LRN o, NodeContext at) {
    Tf tf = at.tf();
    if (o.size() < 1 || o.size() > MOST_NEIGHBOURS) {
      throw at.refuse("size " + o.size() + "; expected 1 to " + MOST_NEIGHBOURS + " channels");
    }
    int rank = at.rank(0);
    Output<?> x = ImageLayout.channelsLast(tf, at.in(0), rank, o.channelsLast());
    Output<?> y;
    // The gradient of TensorFlow's operation forgets its attributes.
    if (rank == 4 && o.size() % 2 == 1 && !at.training()) {
      y =
          tf.op("LRN")
              .in(x)
              .attr("depth_radius", (o.size() - 1) / 2)
              .attr("bias", o.bias())
              .attr("alpha", o.alpha() / o.size())
              .attr("beta", o.beta())
              .out();
    } else {
      Output<?> sum = neighbours(tf, tf.unary("Square", x), rank, o.size());
      Output<?> base = tf.add(tf.mul(sum, o.alpha() / (double) o.size()), tf.like(x, o.bias()));
      y = tf.binary("RealDiv", x, tf.binary("Pow", base, tf.like(x, o.beta())));
    }
    return ImageLayout.original(tf, y, rank, o.channelsLast());
  }

  /** Sums each channel with its neighbours, {@code size} of them together. */
  private static Output<?> neighbours(Tf tf, Output<?> x, int rank, long size) {
    long before = (size - 1) / 2;
    long[] paddings = new long[2 * rank];
    paddings[2 * rank - 2] = before;
    paddings[2 * rank - 1] = size - 1 - before;
    Output<?> padded = tf.op("PadV2").in(x, tf.pairs(paddings), tf.like(x, 0)).out();
    Output<?> shape = tf.shape(x);
    Output<?> sum = null;
    for (long i = 0; i < size; i++) {
      long[] begin = new long[rank];
      begin[rank - 1] = i;
      Output<?> part = tf.op("Slice").in(padded, tf.longs(begin), shape).out();
      sum = sum == null ? part : tf.add(sum, part);
    }
    return sum == null ? tf.unary("ZerosLike", x) : sum;
  }
}
