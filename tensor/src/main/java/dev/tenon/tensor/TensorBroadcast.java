package dev.tenon.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** NumPy's broadcasting: axes are matched from the last one, and length 1 is repeated. */
final class TensorBroadcast {
  private TensorBroadcast() {}

  /**
   * Returns the common shape of two operands.
   *
   * @throws IllegalArgumentException if two lengths differ and neither is 1
   */
  static long[] shape(String operation, long[] a, long[] b) {
    long[] shape = new long[Math.max(a.length, b.length)];
    for (int back = 1; back <= shape.length; back++) {
      long first = back <= a.length ? a[a.length - back] : 1;
      long second = back <= b.length ? b[b.length - back] : 1;
      if (first != second && first != 1 && second != 1) {
        throw new IllegalArgumentException(
            operation
                + ": shapes "
                + TensorShapes.tuple(a)
                + " and "
                + TensorShapes.tuple(b)
                + " do not broadcast: axis -"
                + back
                + " has lengths "
                + first
                + " and "
                + second
                + "; expected equal lengths, or 1");
      }
      shape[shape.length - back] = first == 1 ? second : first;
    }
    return shape;
  }

  /** Returns how far apart neighbours along each axis of the result are; 0 if repeated. */
  static long[] strides(long[] shape, long[] target) {
    long[] own = TensorShapes.strides(shape);
    long[] strides = new long[target.length];
    int missing = target.length - shape.length;
    for (int axis = missing; axis < target.length; axis++) {
      strides[axis] = shape[axis - missing] == 1 ? 0 : own[axis - missing];
    }
    return strides;
  }

  /** Reads the elements of an operand in the order of the result; not thread-safe. */
  static final class Cursor {
    private final DType dtype;
    private final ByteBuffer data;
    private final int[] lengths;
    private final int[] strides;
    private final int[] index;
    private final int run;
    private final boolean repeats;
    private int offset;
    private int inRun;

    /** Starts at the first element of the result. */
    Cursor(Tensor x, long[] target) {
      dtype = x.dtype();
      data = x.bytes();
      long[] apart = strides(x.shape(), target);
      int[] merged = new int[target.length + 1];
      int[] steps = new int[target.length + 1];
      // From the last axis to the first; axes that one stride covers become one axis.
      int rank = 0;
      for (int axis = target.length - 1; axis >= 0; axis--) {
        int length = (int) target[axis];
        int step = (int) apart[axis];
        if (length == 1) {
          continue;
        }
        if (rank > 0 && step == steps[rank - 1] * merged[rank - 1]) {
          merged[rank - 1] *= length;
        } else {
          merged[rank] = length;
          steps[rank++] = step;
        }
      }
      if (rank == 0) {
        merged[rank++] = 1;
      }
      run = merged[0];
      repeats = steps[0] == 0;
      lengths = Arrays.copyOfRange(merged, 1, rank);
      strides = Arrays.copyOfRange(steps, 1, rank);
      index = new int[lengths.length];
    }

    /** Reads the next elements as doubles. */
    void next(double[] into, int count) {
      for (int at = 0; at < count; ) {
        int take = Math.min(count - at, run - inRun);
        if (repeats) {
          Arrays.fill(into, at, at + take, Numbers.getDouble(dtype, data, offset));
        } else {
          ElementArrays.read(dtype, data, offset + inRun, into, at, take);
        }
        at += take;
        advance(take);
      }
    }

    /** Reads the next elements as longs. */
    void next(long[] into, int count) {
      for (int at = 0; at < count; ) {
        int take = Math.min(count - at, run - inRun);
        if (repeats) {
          Arrays.fill(into, at, at + take, Numbers.getLong(dtype, data, offset));
        } else {
          ElementArrays.read(dtype, data, offset + inRun, into, at, take);
        }
        at += take;
        advance(take);
      }
    }

    private void advance(int taken) {
      inRun += taken;
      if (inRun < run) {
        return;
      }
      inRun = 0;
      for (int axis = 0; axis < lengths.length; axis++) {
        offset += strides[axis];
        if (++index[axis] < lengths[axis]) {
          return;
        }
        offset -= strides[axis] * lengths[axis];
        index[axis] = 0;
      }
    }
  }
}
