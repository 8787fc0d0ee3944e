package dev.tenon.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a reduction makes of the elements along some axes. */
enum AxisReduction {
  SUM,
  PROD,
  MEAN,
  MAX,
  MIN,
  VAR,
  STD;

  private static final int CHUNK = ElementArrays.CHUNK;

  Tensor apply(Tensor x, int[] axes, boolean keepdims) {
    ReducedAxes reduced = ReducedAxes.of(method(), x, axes);
    DType type = result(x.dtype());
    int length = reduced.length();
    if (length == 0 && (this == MAX || this == MIN)) {
      throw new IllegalArgumentException(
          method()
              + ": no elements along the axes of shape "
              + x.shapeString()
              + "; expected at least one, as nothing has no "
              + method());
    }
    Tensor rows = reduced.rowsOf(x);
    int count = reduced.count();
    ByteBuffer source = rows.bytes();
    ByteBuffer out = Tensor.allocate(type, count);
    DType from = x.dtype();
    if (from.isFloating() || this == MEAN || this == VAR || this == STD) {
      double[] chunk = new double[Math.min(length, CHUNK)];
      for (int row = 0; row < count; row++) {
        Numbers.put(type, out, row, doubles(from, source, row * length, length, chunk));
      }
    } else {
      long[] chunk = new long[Math.min(length, CHUNK)];
      long flip = from == DType.UINT64 && (this == MAX || this == MIN) ? Long.MIN_VALUE : 0;
      for (int row = 0; row < count; row++) {
        long value = longs(from, source, row * length, length, chunk, flip);
        Numbers.put(type, out, row, value ^ flip);
      }
    }
    return Tensor.of(type, reduced.shape(keepdims), out);
  }

  /** Returns where the largest or smallest elements are. */
  static Tensor positions(Tensor x, int axis, boolean keepdims, boolean largest) {
    String method = largest ? "argMax" : "argMin";
    DType type = TypePromotion.number(method, x.dtype());
    ReducedAxes reduced = ReducedAxes.of(method, x, axis);
    int length = reduced.length();
    if (length == 0) {
      throw new IllegalArgumentException(
          method + " over an axis of length 0: shape " + x.shapeString() + ", axis " + axis);
    }
    ByteBuffer data = reduced.rowsOf(x).bytes();
    long[] best = new long[reduced.count()];
    if (type.isFloating()) {
      double[] row = new double[length];
      for (int i = 0; i < best.length; i++) {
        ElementArrays.read(x.dtype(), data, i * length, row, 0, length);
        best[i] = best(row, largest);
      }
    } else {
      long[] row = new long[length];
      // Reverses the order of numbers, and that of unsigned ones of 64 bits is not that of longs.
      long flip = (largest ? 0 : -1L) ^ (type == DType.UINT64 ? Long.MIN_VALUE : 0);
      for (int i = 0; i < best.length; i++) {
        ElementArrays.read(x.dtype(), data, i * length, row, 0, length);
        ElementwiseKernels.flip(row, flip, length);
        best[i] = largest(row);
      }
    }
    return Tensor.of(best, best.length).reshape(reduced.shape(keepdims));
  }

  private static int best(double[] row, boolean largest) {
    int best = 0;
    for (int i = 0; i < row.length; i++) {
      if (Double.isNaN(row[i])) {
        return i;
      }
      if (largest ? row[i] > row[best] : row[i] < row[best]) {
        best = i;
      }
    }
    return best;
  }

  private static int largest(long[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > row[best]) {
        best = i;
      }
    }
    return best;
  }

  private String method() {
    return name().toLowerCase(Locale.ROOT);
  }

  private DType result(DType type) {
    return switch (this) {
      case SUM, PROD -> TypePromotion.accumulated(method(), type);
      case MAX, MIN -> TypePromotion.number(method(), type);
      case MEAN, VAR, STD -> TypePromotion.floating(method(), type);
    };
  }

  private double doubles(DType type, ByteBuffer data, int from, int length, double[] chunk) {
    return switch (this) {
      case SUM, PROD, MAX, MIN -> fold(type, data, from, length, chunk, 0);
      case MEAN -> SUM.fold(type, data, from, length, chunk, 0) / length;
      case VAR, STD -> {
        double mean = SUM.fold(type, data, from, length, chunk, 0) / length;
        double variance = VAR.fold(type, data, from, length, chunk, mean) / length;
        yield this == VAR ? variance : Math.sqrt(variance);
      }
    };
  }

  private double fold(
      DType type, ByteBuffer data, int from, int length, double[] chunk, double center) {
    double result =
        switch (this) {
          case PROD -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          default -> 0;
        };
    for (int at = 0; at < length; at += CHUNK) {
      int count = Math.min(CHUNK, length - at);
      ElementArrays.read(type, data, from + at, chunk, 0, count);
      // A sum for each chunk keeps the error of long rows small.
      double part = this == SUM || this == VAR ? 0 : result;
      switch (this) {
        case PROD -> {
          for (int i = 0; i < count; i++) {
            part *= chunk[i];
          }
        }
        case MAX -> {
          for (int i = 0; i < count; i++) {
            part = Math.max(part, chunk[i]);
          }
        }
        case MIN -> {
          for (int i = 0; i < count; i++) {
            part = Math.min(part, chunk[i]);
          }
        }
        case VAR -> {
          for (int i = 0; i < count; i++) {
            part += (chunk[i] - center) * (chunk[i] - center);
          }
        }
        default -> {
          for (int i = 0; i < count; i++) {
            part += chunk[i];
          }
        }
      }
      result = this == SUM || this == VAR ? result + part : part;
    }
    return result;
  }

  private long longs(DType type, ByteBuffer data, int from, int length, long[] chunk, long flip) {
    long result =
        switch (this) {
          case PROD -> 1;
          case MAX -> Long.MIN_VALUE;
          case MIN -> Long.MAX_VALUE;
          default -> 0;
        };
    for (int at = 0; at < length; at += CHUNK) {
      int count = Math.min(CHUNK, length - at);
      ElementArrays.read(type, data, from + at, chunk, 0, count);
      ElementwiseKernels.flip(chunk, flip, count);
      for (int i = 0; i < count; i++) {
        long value = chunk[i];
        result =
            switch (this) {
              case PROD -> result * value;
              case MAX -> Math.max(result, value);
              case MIN -> Math.min(result, value);
              default -> result + value;
            };
      }
    }
    return result;
  }

  /** The axes of a tensor that a reduction takes, and those that stay. */
  static final class ReducedAxes {
    private final long[] shape;
    private final boolean[] taken;

    private ReducedAxes(long[] shape, boolean[] taken) {
      this.shape = shape;
      this.taken = taken;
    }

    /** Returns the axes named, negative ones from the end; without any, all. */
    static ReducedAxes of(String method, Tensor x, int... axes) {
      boolean[] taken = new boolean[x.rank()];
      for (int axis : axes) {
        int at = TensorShapes.normalizeAxis(axis, taken.length);
        if (taken[at]) {
          throw new IllegalArgumentException(
              method + ": axis " + axis + " of shape " + x.shapeString() + " is named twice");
        }
        taken[at] = true;
      }
      if (axes.length == 0) {
        Arrays.fill(taken, true);
      }
      return new ReducedAxes(x.shape(), taken);
    }

    /** Returns how many elements one result is made of. */
    int length() {
      return TensorShapes.elements(part(true));
    }

    /** Returns how many results there are. */
    int count() {
      return TensorShapes.elements(part(false));
    }

    /** Returns the shape of the result. */
    long[] shape(boolean keepdims) {
      if (!keepdims) {
        return part(false);
      }
      long[] kept = shape.clone();
      for (int axis = 0; axis < kept.length; axis++) {
        kept[axis] = taken[axis] ? 1 : kept[axis];
      }
      return kept;
    }

    /** Returns the elements with those of each result behind each other. */
    Tensor rowsOf(Tensor x) {
      int[] order = new int[shape.length];
      int at = 0;
      for (boolean wanted : new boolean[] {false, true}) {
        for (int axis = 0; axis < shape.length; axis++) {
          if (taken[axis] == wanted) {
            order[at++] = axis;
          }
        }
      }
      return x.transpose(order);
    }

    private long[] part(boolean wanted) {
      return IntStream.range(0, shape.length)
          .filter(axis -> taken[axis] == wanted)
          .mapToLong(axis -> shape[axis])
          .toArray();
    }
  }
}
