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
  /** A square of so many numbers of four bytes, and what becomes of it, stay in the first cache. */
  private static final int TILE = 64;

  /** Lengths of the result's axes, and how far apart in the source neighbours along them lie. */
  private final int[] lengths;

  private final int[] strides;

  private Transposition(int[] lengths, int[] strides) {
    this.lengths = lengths;
    this.strides = strides;
  }

  static Tensor apply(Tensor x, int... axes) {
    long[] shape = x.shape();
    int[] perm = new int[axes.length == 0 ? shape.length : axes.length];
    for (int i = 0; i < perm.length; i++) {
      int axis = axes.length == 0 ? perm.length - 1 - i : axes[i];
      perm[i] = axis < 0 ? axis + perm.length : axis;
    }
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
    walk(lengths.length - 1, move);
  }

  /**
   * Moves squares: some numbers of the axis that is the source's last, for some places along the
   * axes that come after it in the result.
   */
  private void tiles(IntBuffer source, IntBuffer result) {
    int run = lengths.length - 1;
    int behind = 1;
    while (strides[run] != 1) {
      behind *= lengths[run--];
    }
    Tile tile = new Tile(source, result, lengths[run], behind);
    int[] starts = new int[TILE];
    for (int first = 0; first < behind; first += TILE) {
      int count = Math.min(TILE, behind - first);
      for (int i = 0; i < count; i++) {
        starts[i] = source(first + i, run);
      }
      int place = first;
      walk(run, (to, from) -> tile.move(to + place, from, starts, count));
    }
  }

  /** Returns how far a place along the axes after one lies from their first in the source. */
  private int source(int place, int before) {
    int rest = place;
    int from = 0;
    for (int axis = lengths.length - 1; axis > before; axis--) {
      from += rest % lengths[axis] * strides[axis];
      rest /= lengths[axis];
    }
    return from;
  }

  /** Moves a few rows of the source to the columns of the result that they are there. */
  private static final class Tile {
    private final IntBuffer source;
    private final IntBuffer result;
    private final int run;
    private final int step;
    private final int[] rows = new int[TILE * TILE];
    private final int[] column = new int[TILE];

    /**
     * Prepares the moves.
     *
     * @param run how long the rows are
     * @param step how far apart neighbours of a row lie in the result
     */
    Tile(IntBuffer source, IntBuffer result, int run, int step) {
      this.source = source;
      this.result = result;
      this.run = run;
      this.step = step;
    }

    void move(int to, int from, int[] starts, int count) {
      for (int first = 0; first < run; first += TILE) {
        int length = Math.min(TILE, run - first);
        for (int k = 0; k < count; k++) {
          source.get(from + starts[k] + first, rows, k * TILE, length);
        }
        for (int i = 0; i < length; i++) {
          put(to + (first + i) * step, i, count);
        }
      }
    }

    private void put(int to, int i, int count) {
      for (int k = 0; k < count; k++) {
        column[k] = rows[k * TILE + i];
      }
      result.put(to, column, 0, count);
    }
  }

  /** Goes through the positions along the first axes. */
  private void walk(int axes, Move move) {
    int[] index = new int[axes];
    int behind = 1;
    for (int axis = axes; axis < lengths.length; axis++) {
      behind *= lengths[axis];
    }
    int from = 0;
    int to = 0;
    while (true) {
      move.move(to, from);
      // Positions along all axes in turn: the result's next one.
      to += behind;
      int axis = axes - 1;
      for (; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < lengths[axis]) {
          break;
        }
        from -= strides[axis] * lengths[axis];
        index[axis] = 0;
      }
      if (axis < 0) {
        return;
      }
    }
  }
}
