package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How random numbers are drawn so that they equal those of Keras on TensorFlow. */
final class RandomMappings {
  private RandomMappings() {}

  static void register(MappingTable to) {
    to.single(
        StatelessRandom.StatelessRandomUniform.class,
        (o, at) -> draw(o, at, "StatelessRandomUniformV2"));
    to.single(
        StatelessRandom.StatelessRandomNormal.class,
        (o, at) -> draw(o, at, "StatelessRandomNormalV2"));
    to.single(
        StatelessRandom.StatelessTruncatedNormal.class,
        (o, at) -> draw(o, at, "StatelessTruncatedNormalV2"));
    to.single(StatelessRandom.StatelessRandomGamma.class, RandomMappings::gamma);
    to.single(StatelessRandom.StatelessRandomUniformInt.class, RandomMappings::integers);
  }

  /** The generator's key, its counter and which generator it is. */
  private record Generator(Output<?> key, Output<?> counter, Output<?> algorithm) {}

  private static Generator generator(NodeContext at) {
    Tf tf = at.tf();
    Output<?> seed = at.in(1);
    if (seed.dataType() != DataType.DT_INT32) {
      seed = tf.cast(seed, DataType.DT_INT64);
    }
    List<Output<?>> key = tf.op("StatelessRandomGetKeyCounter").in(seed).outs(2);
    return new Generator(key.get(0), key.get(1), tf.op("StatelessRandomGetAlg").out());
  }

  private static Output<?> draw(StatelessRandom o, NodeContext at, String type) {
    Generator from = generator(at);
    Output<?> drawn =
        at.tf()
            .op(type)
            .in(at.in(0), from.key(), from.counter(), from.algorithm())
            .attr("dtype", TensorFlowTypes.of(o.dtype()))
            .out();
    // Only the uniform draw is known to have no gradient; the others stop the whole backward pass.
    return at.training() ? at.tf().unary("StopGradient", drawn) : drawn;
  }

  /** As TensorFlow's stateless_gamma: never 0, so that what is divided by a sum of them is none. */
  private static Output<?> gamma(StatelessRandom.StatelessRandomGamma o, NodeContext at) {
    Tf tf = at.tf();
    Generator from = generator(at);
    Output<?> alpha = tf.binary("BroadcastTo", at.in(2), at.in(0));
    Output<?> drawn =
        tf.op("StatelessRandomGammaV3")
            .in(at.in(0), from.key(), from.counter(), from.algorithm(), alpha)
            .out();
    Output<?> least =
        tf.like(drawn, o.dtype() == DType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL);
    Output<?> some = tf.binary("Maximum", drawn, least);
    return at.training() ? tf.unary("StopGradient", some) : some;
  }

  private static Output<?> integers(StatelessRandom.StatelessRandomUniformInt o, NodeContext at) {
    Generator from = generator(at);
    return at.tf()
        .op("StatelessRandomUniformIntV2")
        .in(at.in(0), from.key(), from.counter(), from.algorithm(), at.in(2), at.in(3))
        .out();
  }
}
