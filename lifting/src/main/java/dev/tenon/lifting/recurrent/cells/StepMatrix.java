package dev.tenon.lifting.recurrent.cells;

import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A fixed matrix by which rows are multiplied in a step of an unrolled cell, computed when it is
 * first looked at.
 */
final class StepMatrix {
  private final int rows;
  private final int columns;
  private final Supplier<double[]> source;
  private double @Nullable [] data;

  private StepMatrix(int rows, int columns, Supplier<double[]> source) {
    this.rows = rows;
    this.columns = columns;
    this.source = source;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** Returns the numbers, row by row. */
  double[] data() {
    double[] known = data;
    if (known == null) {
      known = source.get();
      data = known;
    }
    return known;
  }

  /** Says whether two matrices have the same numbers; null stands for zeros. */
  static boolean same(@Nullable StepMatrix a, @Nullable StepMatrix b) {
    if (a == b) {
      return true;
    }
    if (a == null || b == null) {
      StepMatrix one = a == null ? b : a;
      return one == null || Arrays.stream(one.data()).allMatch(x -> x == 0);
    }
    return a.rows == b.rows && a.columns == b.columns && Arrays.equals(a.data(), b.data());
  }

  /** Says whether a row times this is the row. */
  boolean isUnit() {
    double[] diagonal = diagonal();
    return diagonal != null && Arrays.stream(diagonal).allMatch(x -> x == 1);
  }

  /** Returns the numbers on the diagonal where all others are zero; null otherwise. */
  double @Nullable [] diagonal() {
    if (rows != columns) {
      return null;
    }
    double[] all = data();
    double[] found = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        if (i == k) {
          found[i] = all[i * columns + k];
        } else if (all[i * columns + k] != 0) {
          return null;
        }
      }
    }
    return found;
  }

  /**
   * Makes matrices; what is made of the same ones in the same way is one object, so that the steps
   * of a long sequence share their matrices.
   */
  static final class Maker {
    private static final int LARGEST_COMPARED = 1 << 22;

    private record Key(String what, List<Object> of) {}

    private final Map<Key, StepMatrix> known = new HashMap<>();
    private final Map<Tensor, StepMatrix> ofTensor = new IdentityHashMap<>();
    private final Map<Tensor, StepMatrix> equal = new HashMap<>();
    private final Map<StepMatrix, Integer> numbers = new IdentityHashMap<>();

    private int number(StepMatrix matrix) {
      return numbers.computeIfAbsent(matrix, m -> numbers.size());
    }

    private StepMatrix make(
        String what, List<Object> of, int rows, int columns, Supplier<double[]> data) {
      return known.computeIfAbsent(new Key(what, of), k -> new StepMatrix(rows, columns, data));
    }

    StepMatrix unit(int width) {
      return make(
          "unit",
          List.of(width),
          width,
          width,
          () -> {
            double[] data = new double[width * width];
            for (int i = 0; i < width; i++) {
              data[i * width + i] = 1;
            }
            return data;
          });
    }

    /** Returns a fixed matrix, or its transpose. */
    StepMatrix of(Tensor tensor, boolean transposed) {
      StepMatrix plain = ofTensor.get(tensor);
      if (plain == null) {
        StepMatrix made =
            new StepMatrix((int) tensor.dim(0), (int) tensor.dim(1), tensor::toDoubleArray);
        plain = tensor.size() > LARGEST_COMPARED ? made : equal.computeIfAbsent(tensor, t -> made);
        ofTensor.put(tensor, plain);
      }
      StepMatrix matrix = plain;
      if (!transposed) {
        return matrix;
      }
      int rows = matrix.columns;
      int columns = matrix.rows;
      return make(
          "transposed",
          List.of(number(matrix)),
          rows,
          columns,
          () -> {
            double[] from = matrix.data();
            double[] data = new double[from.length];
            for (int i = 0; i < rows; i++) {
              for (int k = 0; k < columns; k++) {
                data[i * columns + k] = from[k * rows + i];
              }
            }
            return data;
          });
    }

    /** Returns a fixed row. */
    StepMatrix row(double[] row) {
      return make(
          "row", Arrays.stream(row).<Object>mapToObj(x -> x).toList(), 1, row.length, () -> row);
    }

    StepMatrix product(StepMatrix a, StepMatrix b) {
      if (a == unit(a.rows)) {
        return b;
      }
      return make(
          "product",
          List.of(number(a), number(b)),
          a.rows,
          b.columns,
          () -> {
            double[] left = a.data();
            double[] right = b.data();
            double[] data = new double[a.rows * b.columns];
            for (int i = 0; i < a.rows; i++) {
              for (int j = 0; j < a.columns; j++) {
                double factor = left[i * a.columns + j];
                for (int k = 0; factor != 0 && k < b.columns; k++) {
                  data[i * b.columns + k] += factor * right[j * b.columns + k];
                }
              }
            }
            return data;
          });
    }

    StepMatrix sum(StepMatrix a, StepMatrix b) {
      return make(
          "sum",
          List.of(number(a), number(b)),
          a.rows,
          a.columns,
          () -> {
            double[] data = a.data().clone();
            for (int i = 0; i < data.length; i++) {
              data[i] += b.data()[i];
            }
            return data;
          });
    }

    /** Returns the matrix with column k times {@code factors[k]}. */
    StepMatrix scaled(StepMatrix a, double[] factors) {
      if (Arrays.stream(factors).allMatch(x -> x == 1)) {
        return a;
      }
      return make(
          "scaled",
          List.of(number(a), number(row(factors))),
          a.rows,
          a.columns,
          () -> {
            double[] data = a.data().clone();
            for (int i = 0; i < data.length; i++) {
              data[i] *= factors[i % a.columns];
            }
            return data;
          });
    }

    /** Returns some columns. */
    StepMatrix columns(StepMatrix a, int from, int to) {
      if (from == 0 && to == a.columns) {
        return a;
      }
      return place("columns", a, from, to - from);
    }

    /** Returns a wider matrix that has this one's columns from some position on. */
    StepMatrix placed(StepMatrix a, int at, int width) {
      return at == 0 && width == a.columns ? a : place("placed", a, -at, width);
    }

    private StepMatrix place(String what, StepMatrix a, int shift, int width) {
      return make(
          what,
          List.of(number(a), shift, width),
          a.rows,
          width,
          () -> {
            double[] from = a.data();
            double[] data = new double[a.rows * width];
            for (int i = 0; i < a.rows; i++) {
              for (int k = 0; k < width; k++) {
                int at = k + shift;
                if (at >= 0 && at < a.columns) {
                  data[i * width + k] = from[i * a.columns + at];
                }
              }
            }
            return data;
          });
    }
  }
}
