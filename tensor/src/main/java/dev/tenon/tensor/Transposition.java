package dev.tenon.tensor;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Reorders the axes of a tensor.
 *
 * <p>Axes of length 1 are left out, and axes that stay neighbours are one, so that a kernel of a
 * convolution has two or three.
 */
final class Transposition {
  /** As many numbers of four bytes as a line of the processor's cache holds. */
  private static final int TILE = 16;

  /** Lengths of the result's axes, and how far apart in the source neighbours along them lie. */
  private final int[] lengths;

  private final int[] strides;

  private Transposition(int[] lengths, int[] strides) {
    this.lengths = lengths;
    this.strides = strides;
  }

  static Tensor apply(Tensor x, int[] perm) {
    long[] shape = x.shape();
    if (perm.length != shape.length) {
      throw new IllegalArgumentException(
          "permutation " + Arrays.toString(perm) + " does not fit shape " + x.shapeString());
    }
    long[] strides = TensorShapes.strides(shape);
    long[] target = new long[shape.length];
    int[] lengths = new int[shape.length];
    int[] steps = new int[shape.length];
    int rank = 0;
    boolean[] seen = new boolean[shape.length];
    for (int axis : perm) {
      if (axis < 0 || axis >= seen.length || seen[axis]) {
        throw new IllegalArgumentException(
            "permutation " + Arrays.toString(perm) + " does not name every axis once");
      }
      seen[axis] = true;
    }
    for (int i = 0; i < perm.length; i++) {
      target[i] = shape[perm[i]];
      int length = (int) target[i];
      int step = (int) strides[perm[i]];
      if (length == 1) {
        continue;
      }
      if (rank > 0 && steps[rank - 1] == step * length) {
        lengths[rank - 1] *= length;
        steps[rank - 1] = step;
      } else {
        lengths[rank] = length;
        steps[rank++] = step;
      }
    }
    if (x.size() == 0 || rank < 2) {
      return x.reshape(target);
    }
    return new Transposition(Arrays.copyOf(lengths, rank), Arrays.copyOf(steps, rank))
        .move(x, target);
  }

  private Tensor move(Tensor x, long[] target) {
    int last = lengths.length - 1;
    if (x.dtype() == DType.STRING) {
      String[] result = new String[x.size()];
      lines((to, from) -> line(to, from, (t, f) -> result[t] = x.getString(f)));
      return Tensor.ofStrings(result, target);
    }
    ByteBuffer source = x.bytes();
    ByteBuffer result = Tensor.allocate(x.dtype(), x.size());
    int width = x.dtype().bytes();
    if (strides[last] == 1) {
      int bytes = lengths[last] * width;
      lines((to, from) -> result.put(to * width, source, from * width, bytes));
    } else if (width == 4) {
      tiles(source.asIntBuffer(), result.asIntBuffer());
    } else {
      Move move =
          switch (width) {
            case 1 -> (to, from) -> result.put(to, source.get(from));
            case 2 -> (to, from) -> result.putShort(to * 2, source.getShort(from * 2));
            default -> (to, from) -> result.putLong(to * 8, source.getLong(from * 8));
          };
      lines((to, from) -> line(to, from, move));
    }
    return Tensor.of(x.dtype(), target, result);
  }

  private interface Move {
    void move(int to, int from);
  }

  /** Moves along the last axis of the result. */
  private void line(int to, int from, Move move) {
    int last = lengths.length - 1;
    for (int i = 0; i < lengths[last]; i++) {
      move.move(to + i, from + i * strides[last]);
    }
  }

  /** Goes through the places where the last axis starts. */
  private void lines(Move move) {
    int last = lengths.length - 1;
    walk(last, last, move);
  }

  /** Moves squares of the last axis and of the one that is the source's last. */
  private void tiles(IntBuffer source, IntBuffer result) {
    int last = lengths.length - 1;
    int inner = last;
    int step = 1;
    int innerStep = 1;
    for (int axis = last; axis >= 0; axis--) {
      if (strides[axis] == 1) {
        inner = axis;
        innerStep = step;
      }
      step *= lengths[axis];
    }
    int run = inner;
    int resultStep = innerStep;
    walk(last, inner, (to, from) -> tile(source, from, result, to, lengths[run], resultStep));
  }

  private void tile(IntBuffer source, int from, IntBuffer result, int to, int run, int step) {
    int last = lengths.length - 1;
    int length = lengths[last];
    int stride = strides[last];
    for (int start = 0; start < length; start += TILE) {
      int end = Math.min(length, start + TILE);
      for (int i = 0; i < run; i++) {
        int at = to + i * step;
        for (int k = start; k < end; k++) {
          result.put(at + k, source.get(from + k * stride + i));
        }
      }
    }
  }

  /** Goes through the positions along all axes but two. */
  private void walk(int leftOut, int other, Move move) {
    int[] index = new int[lengths.length];
    int from = 0;
    int to = 0;
    while (true) {
      move.move(to, from);
      int step = 1;
      int axis = lengths.length - 1;
      for (; axis >= 0; axis--) {
        int length = lengths[axis];
        if (axis != leftOut && axis != other) {
          from += strides[axis];
          to += step;
          if (++index[axis] < length) {
            break;
          }
          from -= strides[axis] * length;
          to -= step * length;
          index[axis] = 0;
        }
        step *= length;
      }
      if (axis < 0) {
        return;
      }
    }
  }
}
