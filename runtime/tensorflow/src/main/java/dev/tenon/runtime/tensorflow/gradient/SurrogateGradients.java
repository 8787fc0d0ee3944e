package dev.tenon.runtime.tensorflow.gradient;

import dev.tenon.runtime.tensorflow.graph.Tf;
import org.tensorflow.Output;

/**
 * Terms that are zero in value and have a gradient.
 *
 * <p>An operation that TensorFlow has no gradient of is kept as it is, its result held fixed, and
 * such a term is added for each input, times how the result moves with it, held fixed, too.
 */
public final class SurrogateGradients {
  private SurrogateGradients() {}

  /** Returns a tensor that no gradient goes through. */
  public static Output<?> fixed(Tf tf, Output<?> x) {
    return tf.unary("StopGradient", x);
  }

  /** Returns zeros whose gradient with respect to x is one, but where x is not finite. */
  public static Output<?> of(Tf tf, Output<?> x) {
    Output<?> fixed = fixed(tf, x);
    return tf.select(tf.unary("IsFinite", fixed), tf.sub(x, fixed), tf.unary("ZerosLike", fixed));
  }
}
