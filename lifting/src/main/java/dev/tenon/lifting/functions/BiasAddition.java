package dev.tenon.lifting.functions;

import dev.tenon.ir.shape.Shape;

/**
 * Tells where Keras 3 on TensorFlow adds wrongly.
 *
 * <p>{@code keras.ops.add} takes a second operand that is as long as one axis of the first, and of
 * length 1 otherwise, for a bias of the last axis or of the second, whichever fits, whatever axis
 * it lies along.
 *
 * @see <a
 *     href="https://github.com/keras-team/keras/blob/v3.15.1/keras/src/backend/tensorflow/numpy.py">
 *     Keras: add</a>
 */
public final class BiasAddition {
  private BiasAddition() {}

  /** Says whether Keras may add the second operand along another axis than its own. */
  public static boolean misplaces(Shape first, Shape second) {
    if (!first.ranked() || !second.ranked() || first.rank() < 2) {
      return false;
    }
    int at = -1;
    for (int i = 0; i < second.rank(); i++) {
      // An open length may turn out to be 1, as that of the batch.
      if (second.length(i) > 1) {
        if (at >= 0) {
          return false;
        }
        at = i;
      }
    }
    if (at < 0) {
      return false;
    }
    long length = second.length(at);
    int last = first.rank() - 1;
    int aligned = at + first.rank() - second.rank();
    boolean more = second.rank() > first.rank();
    if (may(first.length(last), length)) {
      return more || aligned != last;
    }
    return may(first.length(1), length) && (more || aligned != 1);
  }

  private static boolean may(long have, long length) {
    return have == length || have < 0;
  }
}
