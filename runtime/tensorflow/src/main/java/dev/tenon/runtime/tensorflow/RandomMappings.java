package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.op.Randoms;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How random numbers are drawn so that they equal those of Keras on TensorFlow. */
final class RandomMappings {
  private RandomMappings() {}

  static void register(Mappings to) {
    to.single(
        Randoms.StatelessRandomUniform.class, (o, at) -> draw(o, at, "StatelessRandomUniformV2"));
    to.single(
        Randoms.StatelessRandomNormal.class, (o, at) -> draw(o, at, "StatelessRandomNormalV2"));
    to.single(
        Randoms.StatelessTruncatedNormal.class,
        (o, at) -> draw(o, at, "StatelessTruncatedNormalV2"));
  }

  private static Output<?> draw(Randoms o, Emit at, String type) {
    Tf tf = at.tf();
    Output<?> seed = at.in(1);
    if (seed.dataType() != DataType.DT_INT32) {
      seed = tf.cast(seed, DataType.DT_INT64);
    }
    List<Output<?>> key = tf.op("StatelessRandomGetKeyCounter").in(seed).outs(2);
    Output<?> algorithm = tf.op("StatelessRandomGetAlg").out();
    Output<?> drawn =
        tf.op(type)
            .in(at.in(0), key.get(0), key.get(1), algorithm)
            .attr("dtype", TensorFlowTypes.of(o.dtype()))
            .out();
    // Only the uniform draw is known to have no gradient; the others stop the whole backward pass.
    return at.training() ? tf.unary("StopGradient", drawn) : drawn;
  }
}
