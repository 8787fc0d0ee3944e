package dev.tenon.tuning.oracle;

/** Solves systems of symmetric positive definite matrices. */
final class Cholesky {
  private Cholesky() {}

  /**
   * Returns the lower triangle L with L·Lᵀ equal to a matrix.
   *
   * @throws IllegalArgumentException where the matrix is not positive definite
   */
  static double[][] factor(double[][] matrix) {
    int n = matrix.length;
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix[i][j];
        for (int k = 0; k < j; k++) {
          rest -= lower[i][k] * lower[j][k];
        }
        if (i > j) {
          lower[i][j] = rest / lower[j][j];
        } else if (rest > 0) {
          lower[i][i] = Math.sqrt(rest);
        } else {
          throw new IllegalArgumentException(
              "the covariance of "
                  + n
                  + " trials is not positive definite: give a larger alpha than this one");
        }
      }
    }
    return lower;
  }

  /** Solves L·x = b. */
  static double[] forward(double[][] lower, double[] b) {
    double[] x = b.clone();
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= lower[i][k] * x[k];
      }
      x[i] /= lower[i][i];
    }
    return x;
  }

  /** Solves L·Lᵀ·x = b. */
  static double[] solve(double[][] lower, double[] b) {
    double[] x = forward(lower, b);
    for (int i = x.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < x.length; k++) {
        x[i] -= lower[k][i] * x[k];
      }
      x[i] /= lower[i][i];
    }
    return x;
  }
}
