package dev.tenon.internal.arrays;

/** Computes matrices with orthonormal rows or columns. */
public final class OrthogonalMatrix {
  private OrthogonalMatrix() {}

  /**
   * Returns Q of the QR decomposition of a tall matrix, with the signs for which R's diagonal is
   * positive, in place.
   *
   * <p>Gram and Schmidt's rule, applied twice, is as exact as reflections are.
   *
   * @param columns the matrix, column by column
   */
  public static void columns(double[][] columns) {
    for (int at = 0; at < columns.length; at++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int before = 0; before < at; before++) {
          double share = dot(columns[before], columns[at]);
          for (int i = 0; i < columns[at].length; i++) {
            columns[at][i] -= share * columns[before][i];
          }
        }
      }
      double length = Math.sqrt(dot(columns[at], columns[at]));
      for (int i = 0; i < columns[at].length; i++) {
        columns[at][i] /= length;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Returns a matrix of rows and columns, row by row, made of normal numbers of its size. */
  public static float[] of(float[] normal, int rows, int width, float gain) {
    int tall = Math.max(rows, width);
    int narrow = Math.min(rows, width);
    double[][] columns = new double[narrow][tall];
    for (int i = 0; i < tall; i++) {
      for (int j = 0; j < narrow; j++) {
        columns[j][i] = normal[i * narrow + j];
      }
    }
    columns(columns);
    float[] values = new float[rows * width];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        double value = rows < width ? columns[i][j] : columns[j][i];
        values[i * width + j] = (float) (gain * value);
      }
    }
    return values;
  }
}
