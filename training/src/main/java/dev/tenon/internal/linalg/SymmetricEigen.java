package dev.tenon.internal.linalg;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The eigenvalues of a symmetric matrix, by Jacobi's rotations; the lower triangle counts. */
public final class SymmetricEigen {
  private static final double EXACT = 1e-30;
  private static final int MOST_SWEEPS = 60;

  private final double[] values;
  private final double[][] vectors;

  private SymmetricEigen(double[] values, double[][] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /** Returns the eigenvalues in ascending order. */
  public double[] values() {
    return values;
  }

  /** Returns orthonormal columns, one for each value; their signs are not determined. */
  public double[][] vectors() {
    return vectors;
  }

  /** Decomposes a square matrix. */
  public static SymmetricEigen of(double[][] matrix) {
    int size = matrix.length;
    double[][] a = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = matrix[i][j];
        a[j][i] = matrix[i][j];
      }
    }
    double[][] vectors = SingularValues.identity(size);
    for (int sweep = 0; sweep < MOST_SWEEPS && outside(a) > EXACT * inside(a); sweep++) {
      for (int p = 0; p < size; p++) {
        for (int q = p + 1; q < size; q++) {
          rotate(a, vectors, p, q);
        }
      }
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> a[i][i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[size];
    double[][] columns = new double[size][];
    for (int i = 0; i < size; i++) {
      values[i] = a[order[i]][order[i]];
      columns[i] = vectors[order[i]];
    }
    return new SymmetricEigen(values, SingularValues.transposed(columns));
  }

  private static double outside(double[][] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += a[i][j] * a[i][j];
      }
    }
    return sum;
  }

  private static double inside(double[][] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i][i] * a[i][i];
    }
    return sum;
  }

  /** Makes one element outside the diagonal zero; vectors are rows. */
  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double cosine = 1 / Math.sqrt(tangent * tangent + 1);
    double sine = tangent * cosine;
    for (int k = 0; k < a.length; k++) {
      double x = a[k][p];
      double y = a[k][q];
      a[k][p] = cosine * x - sine * y;
      a[k][q] = sine * x + cosine * y;
    }
    for (int k = 0; k < a.length; k++) {
      double x = a[p][k];
      double y = a[q][k];
      a[p][k] = cosine * x - sine * y;
      a[q][k] = sine * x + cosine * y;
      double v = vectors[p][k];
      double w = vectors[q][k];
      vectors[p][k] = cosine * v - sine * w;
      vectors[q][k] = sine * v + cosine * w;
    }
  }
}
