package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Normalization.BatchNormalization;
import dev.tenon.runtime.tensorflow.emit.ImageLayout;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.OpCall;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * How batch normalisation is written: fused for images, which is what TensorFlow merges with a
 * convolution before it, and in single steps for everything else.
 */
final class BatchNormalizations {
  private BatchNormalizations() {}

  static List<Output<?>> emit(BatchNormalization o, NodeContext at) {
    int rank = at.rank(0);
    DataType type = at.in(0).dataType();
    // The gradient of the operation's gradient is unknown to TensorFlow.
    boolean fused = rank == 4 && type != DataType.DT_DOUBLE && !at.twice();
    if (o.trainingMode() == 1) {
      return training(o, at, rank, fused);
    }
    // Where Relu follows in a function, TensorFlow's optimiser loses the result of the operation.
    if (fused && !at.emitter().inFunction()) {
      Tf tf = at.tf();
      Output<?> x = ImageLayout.channelsLast(tf, at.in(0), rank, o.channelsLast());
      Output<?> y =
          fused(
                  at,
                  x,
                  o.epsilon(),
                  tf.cast(at.in(3), DataType.DT_FLOAT),
                  tf.cast(at.in(4), DataType.DT_FLOAT),
                  false)
              .out();
      return List.of(ImageLayout.original(tf, y, rank, o.channelsLast()));
    }
    NormalizationMappings.Moments moments =
        new NormalizationMappings.Moments(same(at, 3, type, o, rank), same(at, 4, type, o, rank));
    return List.of(
        moments.apply(
            at.tf(),
            at.in(0),
            o.epsilon(),
            same(at, 1, type, o, rank),
            same(at, 2, type, o, rank)));
  }

  private static Output<?> same(
      NodeContext at, int input, DataType type, BatchNormalization o, int rank) {
    return at.tf().cast(NormalizationMappings.channels(at, input, o, rank), type);
  }

  private static OpCall fused(
      NodeContext at,
      Output<?> x,
      float epsilon,
      Output<?> mean,
      Output<?> variance,
      boolean training) {
    Tf tf = at.tf();
    return tf.op("FusedBatchNormV3")
        .in(
            x,
            tf.cast(at.in(1), DataType.DT_FLOAT),
            tf.cast(at.in(2), DataType.DT_FLOAT),
            mean,
            variance)
        .attr("epsilon", epsilon)
        .attr("is_training", training);
  }

  private static List<Output<?>> training(
      BatchNormalization o, NodeContext at, int rank, boolean fused) {
    Tf tf = at.tf();
    Output<?> y;
    Output<?> mean;
    Output<?> variance;
    if (fused) {
      Output<?> x = ImageLayout.channelsLast(tf, at.in(0), rank, o.channelsLast());
      Output<?> none = tf.constant(dev.tenon.tensor.Tensor.of(new float[0], 0));
      List<Output<?>> results = fused(at, x, o.epsilon(), none, none, true).outs(3);
      y = ImageLayout.original(tf, results.get(0), rank, o.channelsLast());
      mean = results.get(1);
      // TensorFlow's variance is that of a sample, n / (n - 1) times the one ONNX means.
      Output<?> count = tf.product(tf.part(tf.shape(x), 0, rank - 1));
      Output<?> n = tf.cast(count, DataType.DT_FLOAT);
      Output<?> rest = tf.binary("Maximum", tf.sub(n, tf.like(n, 1)), tf.like(n, 1));
      variance = tf.mul(results.get(2), tf.binary("RealDiv", rest, n));
    } else {
      long[] axes = batchAxes(o, rank);
      NormalizationMappings.Moments moments = NormalizationMappings.Moments.of(at, at.in(0), axes);
      DataType type = at.in(0).dataType();
      y =
          moments.apply(
              tf, at.in(0), o.epsilon(), same(at, 1, type, o, rank), same(at, 2, type, o, rank));
      mean = tf.reshape(moments.mean(), -1);
      variance = tf.reshape(moments.variance(), -1);
    }
    List<Output<?>> results = new ArrayList<>(List.of(y));
    for (Output<?> batch : List.of(mean, variance)) {
      Output<?> old = at.in(2 + results.size());
      Output<?> now = tf.cast(batch, old.dataType());
      if (o.momentum() == 0) {
        results.add(now);
        continue;
      }
      results.add(tf.add(tf.mul(old, o.momentum()), tf.mul(now, 1 - (double) o.momentum())));
    }
    return results;
  }

  private static long[] batchAxes(BatchNormalization o, int rank) {
    int channel = rank == 2 ? 1 : o.channelAxis(rank);
    return Arrays.stream(Axes.between(0, rank)).filter(a -> a != channel).toArray();
  }
}
