package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.runtime.tensorflow.graph.Tf;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;

/**
 * Makes it an error that a window does not fit into its image even once.
 *
 * <p>TensorFlow checks that a result would have a negative length, and not that it would have none:
 * oneDNN then divides by zero and ends the process, where it pools, or gives zeros, where it
 * convolves.
 */
public final class WindowGuard {
  /** What the operations are named after, by which a failure is recognised. */
  public static final String NAME = "window_fits";

  private static final long IMPOSSIBLE = -2;

  private WindowGuard() {}

  /**
   * Returns a channels-last image that is as large as the window in a run, or fails.
   *
   * @param kernel the lengths of the window along the spatial axes
   */
  static Output<?> apply(Tf tf, Output<?> x, long[] kernel) {
    if (fits(x.shape(), kernel)) {
      return x;
    }
    String outer = tf.scope(tf.scope() + "/" + NAME);
    long[] least = new long[kernel.length + 2];
    System.arraycopy(kernel, 0, least, 1, kernel.length);
    Output<?> lengths = tf.shape(x);
    Output<?> enough = tf.binary("GreaterEqual", lengths, tf.longs(least));
    Output<?> checked = tf.select(enough, lengths, tf.scalar(IMPOSSIBLE));
    Output<?> same = tf.reshape(x, checked);
    tf.scope(outer);
    return same;
  }

  private static boolean fits(Shape known, long[] kernel) {
    if (known.numDimensions() != kernel.length + 2) {
      return false;
    }
    for (int i = 0; i < kernel.length; i++) {
      // An unknown length is negative.
      if (known.get(i + 1) < kernel[i]) {
        return false;
      }
    }
    return true;
  }
}
