package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.RandomGenerators;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.OpCall;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How operators that draw random numbers of their own are written. */
final class DrawingMappings {
  private static final double HALF = 0.5;

  private DrawingMappings() {}

  static void register(MappingTable to) {
    to.many(RandomGenerators.Dropout.class, DrawingMappings::dropout);
    to.single(RandomGenerators.Multinomial.class, DrawingMappings::multinomial);
    to.single(
        RandomGenerators.RandomNormal.class,
        (o, at) -> normal(at, at.tf().longs(Axes.longs(o.shape())), o.mean(), o.scale(), o.seed()));
    to.single(
        RandomGenerators.RandomNormalLike.class,
        (o, at) -> normal(at, at.tf().shape(at.in(0)), o.mean(), o.scale(), o.seed()));
    to.single(
        RandomGenerators.RandomUniform.class,
        (o, at) -> uniform(at, at.tf().longs(Axes.longs(o.shape())), o.low(), o.high(), o.seed()));
    to.single(
        RandomGenerators.RandomUniformLike.class,
        (o, at) -> uniform(at, at.tf().shape(at.in(0)), o.low(), o.high(), o.seed()));
  }

  private static OpCall seeded(OpCall call, @Nullable Number seed) {
    // The bits of a seed that is a fraction are as good as any whole number.
    long first =
        seed == null
            ? 0
            : seed instanceof Float number ? Float.floatToIntBits(number) : seed.longValue();
    return call.attr("seed", first).attr("seed2", seed == null ? 0L : 1L);
  }

  private static Output<?> drawn(Tf tf, String type, Output<?> shape, @Nullable Number seed) {
    return seeded(tf.op(type).in(shape).attr("dtype", DataType.DT_FLOAT), seed).out();
  }

  private static Output<?> normal(
      NodeContext at, Output<?> shape, double mean, double scale, @Nullable Float seed) {
    Tf tf = at.tf();
    Output<?> numbers = tf.mul(drawn(tf, "RandomStandardNormal", shape, seed), scale);
    return tf.cast(tf.add(numbers, tf.like(numbers, mean)), result(at));
  }

  private static Output<?> uniform(
      NodeContext at, Output<?> shape, double low, double high, @Nullable Float seed) {
    Tf tf = at.tf();
    Output<?> numbers = tf.mul(drawn(tf, "RandomUniform", shape, seed), high - low);
    return tf.cast(tf.add(numbers, tf.like(numbers, low)), result(at));
  }

  private static DataType result(NodeContext at) {
    return TensorFlowTypes.of(at.node().output().dtype());
  }

  private static Output<?> multinomial(RandomGenerators.Multinomial o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> count = tf.cast(tf.scalar(o.sampleSize()), DataType.DT_INT32);
    OpCall call = tf.op("Multinomial").in(at.in(0), count);
    return tf.cast(
        seeded(call.attr("output_dtype", DataType.DT_INT64), o.seed()).out(), result(at));
  }

  private static List<Output<?>> dropout(RandomGenerators.Dropout o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> ratio =
        at.has(1)
            ? tf.cast(tf.reshape(at.in(1), new long[0]), DataType.DT_FLOAT)
            : tf.scalar(DataType.DT_FLOAT, HALF);
    Output<?> drops =
        at.has(2)
            ? tf.reshape(at.in(2), new long[0])
            : tf.binary("Less", tf.scalar(1), tf.scalar(0));
    ratio = tf.select(drops, ratio, tf.like(ratio, 0));
    Output<?> kept =
        tf.binary("GreaterEqual", drawn(tf, "RandomUniform", tf.shape(x), o.seed()), ratio);
    Output<?> scale = tf.cast(tf.sub(tf.like(ratio, 1), ratio), x.dataType());
    Output<?> scaled = tf.binary("RealDiv", x, scale);
    return List.of(tf.select(kept, scaled, tf.unary("ZerosLike", x)), kept);
  }
}
