package dev.tenon.internal.linalg;

/** Decompositions into triangular matrices: QR by Householder's reflections, and LU. */
public final class Triangular {
  private Triangular() {}

  /** Both factors of {@code a = q · r}. */
  public static final class Qr {
    private final double[][] q;
    private final double[][] r;

    private Qr(double[][] q, double[][] r) {
      this.q = q;
      this.r = r;
    }

    /** Returns the orthogonal factor, (rows, rows). */
    public double[][] q() {
      return q;
    }

    /** Returns the upper triangular factor, (rows, columns); its signs are LAPACK's. */
    public double[][] r() {
      return r;
    }
  }

  /** Decomposes a matrix into an orthogonal and an upper triangular one. */
  public static Qr qr(double[][] a) {
    int rows = a.length;
    int columns = a[0].length;
    double[][] r = new double[rows][];
    for (int i = 0; i < rows; i++) {
      r[i] = a[i].clone();
    }
    double[][] q = SingularValues.identity(rows);
    for (int k = 0; k < Math.min(rows - 1, columns); k++) {
      double tail = 0;
      for (int i = k + 1; i < rows; i++) {
        tail += r[i][k] * r[i][k];
      }
      if (tail == 0) {
        continue;
      }
      double[] v = new double[rows];
      double beta = -Math.copySign(Math.sqrt(r[k][k] * r[k][k] + tail), r[k][k]);
      v[k] = r[k][k] - beta;
      for (int i = k + 1; i < rows; i++) {
        v[i] = r[i][k];
      }
      double scale = 2 / (v[k] * v[k] + tail);
      reflect(r, v, scale);
      reflect(q, v, scale);
      for (int i = k + 1; i < rows; i++) {
        r[i][k] = 0;
      }
    }
    return new Qr(SingularValues.transposed(q), r);
  }

  /** Reflects the columns of a matrix: {@code m - scale · v · (vᵀ · m)}. */
  private static void reflect(double[][] m, double[] v, double scale) {
    for (int column = 0; column < m[0].length; column++) {
      double sum = 0;
      for (int i = 0; i < v.length; i++) {
        sum += v[i] * m[i][column];
      }
      for (int i = 0; i < v.length; i++) {
        m[i][column] -= scale * v[i] * sum;
      }
    }
  }

  /**
   * Replaces a square matrix by its factors, L below the diagonal, with ones on its own, and U.
   *
   * @return for each row of the factors the row of the matrix that it comes from
   */
  public static int[] lu(double[][] a) {
    int size = a.length;
    int[] from = new int[size];
    for (int i = 0; i < size; i++) {
      from[i] = i;
    }
    for (int k = 0; k < size; k++) {
      int pivot = k;
      for (int i = k + 1; i < size; i++) {
        pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
      }
      double[] row = a[k];
      a[k] = a[pivot];
      a[pivot] = row;
      int place = from[k];
      from[k] = from[pivot];
      from[pivot] = place;
      for (int i = k + 1; i < size && a[k][k] != 0; i++) {
        a[i][k] /= a[k][k];
        for (int j = k + 1; j < size; j++) {
          a[i][j] -= a[i][k] * a[k][j];
        }
      }
    }
    return from;
  }
}
