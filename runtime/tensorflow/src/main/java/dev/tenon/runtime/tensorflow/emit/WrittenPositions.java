package dev.tenon.runtime.tensorflow.emit;

import dev.tenon.runtime.tensorflow.gradient.SurrogateGradients;
import dev.tenon.runtime.tensorflow.graph.Tf;
import org.tensorflow.Output;

/** Largest and smallest elements and products at positions, with gradients. */
public final class WrittenPositions {
  private WrittenPositions() {}

  /**
   * Writes TensorScatterMax or TensorScatterMin: equal elements share the gradient, as TensorFlow
   * has it in Python.
   */
  public static Output<?> extreme(
      Tf tf, String type, Output<?> x, Output<?> rows, Output<?> updates) {
    Output<?> shape = tf.shape(x);
    Output<?> result = SurrogateGradients.fixed(tf, tf.op(type).in(x, rows, updates).out());
    Output<?> kept = equal(tf, x, result);
    Output<?> written = equal(tf, updates, tf.binary("GatherNd", result, rows));
    Output<?> count = tf.add(kept, tf.op("ScatterNd").in(rows, written, shape).out());
    Output<?> share = tf.binary("RealDiv", written, tf.binary("GatherNd", count, rows));
    Output<?> change = tf.mul(SurrogateGradients.of(tf, updates), share);
    return tf.add(
        tf.add(result, tf.mul(SurrogateGradients.of(tf, x), tf.binary("RealDiv", kept, count))),
        tf.op("ScatterNd").in(rows, change, shape).out());
  }

  private static Output<?> equal(Tf tf, Output<?> a, Output<?> b) {
    return tf.cast(tf.binary("Equal", SurrogateGradients.fixed(tf, a), b), a.dataType());
  }

  /** Multiplies rows of x by updates; places without an update stay. */
  public static Output<?> product(Tf tf, Output<?> x, Output<?> places, Output<?> updates) {
    Output<?> count = tf.length(x, 0);
    Output<?> zero = tf.binary("Equal", updates, tf.like(updates, 0));
    Output<?> present = tf.select(zero, tf.unary("OnesLike", updates), updates);
    Output<?> products = tf.op("UnsortedSegmentProd").in(present, places, count).out();
    Output<?> zeros =
        tf.op("UnsortedSegmentSum").in(tf.cast(zero, updates.dataType()), places, count).out();
    Output<?> none = tf.like(zeros, 0);
    Output<?> factors =
        tf.select(tf.binary("Equal", zeros, none), products, tf.unary("ZerosLike", products));
    factors = SurrogateGradients.fixed(tf, factors);
    // What an update is multiplied by: all others at its place, of which none may be zero.
    Output<?> more = tf.sub(tf.gather(zeros, places, 0), tf.cast(zero, updates.dataType()));
    Output<?> others = tf.binary("RealDiv", tf.gather(products, places, 0), present);
    others = tf.select(tf.binary("Equal", more, none), others, tf.unary("ZerosLike", others));
    Output<?> times = SurrogateGradients.fixed(tf, tf.mul(others, tf.gather(x, places, 0)));
    Output<?> change = tf.mul(SurrogateGradients.of(tf, updates), times);
    Output<?> moved = tf.op("ScatterNd").in(tf.expandDims(places, -1), change, tf.shape(x)).out();
    return tf.add(tf.mul(x, factors), moved);
  }
}
