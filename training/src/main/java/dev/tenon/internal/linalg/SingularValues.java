package dev.tenon.internal.linalg;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The singular value decomposition of a matrix, by one-sided Jacobi rotations: {@code a = u ·
 * diag(s) · vᵀ}.
 *
 * <p>Columns of u and v are orthonormal, s falls. The sign of a pair of columns is not determined.
 *
 * @see <a href="https://epubs.siam.org/doi/10.1137/0910023">de Rijk: A one-sided Jacobi
 *     algorithm</a>
 */
public final class SingularValues {
  private static final double EXACT = 1e-15;
  private static final int MOST_SWEEPS = 60;

  private final double[][] u;
  private final double[] s;
  private final double[][] v;

  private SingularValues(double[][] u, double[] s, double[][] v) {
    this.u = u;
    this.s = s;
    this.v = v;
  }

  /** Returns u, (rows, k), k the smaller number of rows and columns. */
  public double[][] u() {
    return u;
  }

  /** Returns k values of at least 0. */
  public double[] s() {
    return s;
  }

  /** Returns v, (columns, k). */
  public double[][] v() {
    return v;
  }

  /** Decomposes a matrix of at least one row and one column. */
  public static SingularValues of(double[][] a) {
    if (a.length < a[0].length) {
      SingularValues turned = of(transposed(a));
      return new SingularValues(turned.v, turned.s, turned.u);
    }
    // Rows are the columns of a, which are turned until they are orthogonal.
    double[][] columns = transposed(a);
    int count = columns.length;
    double[][] turns = identity(count);
    boolean turned = true;
    for (int sweep = 0; turned && sweep < MOST_SWEEPS; sweep++) {
      turned = false;
      for (int i = 0; i < count; i++) {
        for (int j = i + 1; j < count; j++) {
          turned |= orthogonalize(columns, turns, i, j);
        }
      }
    }
    return sorted(columns, turns, a.length);
  }

  private static boolean orthogonalize(double[][] columns, double[][] turns, int i, int j) {
    double first = dot(columns[i], columns[i]);
    double second = dot(columns[j], columns[j]);
    double mixed = dot(columns[i], columns[j]);
    if (Math.abs(mixed) <= EXACT * Math.sqrt(first * second)) {
      return false;
    }
    double zeta = (second - first) / (2 * mixed);
    double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    double cosine = 1 / Math.sqrt(1 + tangent * tangent);
    rotate(columns, i, j, cosine, cosine * tangent);
    rotate(turns, i, j, cosine, cosine * tangent);
    return true;
  }

  private static void rotate(double[][] rows, int i, int j, double cosine, double sine) {
    for (int k = 0; k < rows[i].length; k++) {
      double x = rows[i][k];
      double y = rows[j][k];
      rows[i][k] = cosine * x - sine * y;
      rows[j][k] = sine * x + cosine * y;
    }
  }

  private static SingularValues sorted(double[][] columns, double[][] turns, int height) {
    int count = columns.length;
    double[] sizes = new double[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = Math.sqrt(dot(columns[i], columns[i]));
    }
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -sizes[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[][] u = new double[count][];
    double[][] v = new double[count][];
    double[] s = new double[count];
    for (int i = 0; i < count; i++) {
      int from = order[i];
      s[i] = sizes[from];
      v[i] = turns[from];
      boolean zero = s[i] <= EXACT * sizes[order[0]];
      u[i] = zero ? orthogonal(u, i, height) : scaled(columns[from], 1 / s[i]);
    }
    return new SingularValues(transposed(u), s, transposed(v));
  }

  /** Returns as many more orthonormal columns as make a matrix square. */
  public static double[][] completed(double[][] u) {
    int height = u.length;
    double[][] all = new double[height][];
    double[][] given = transposed(u);
    System.arraycopy(given, 0, all, 0, given.length);
    for (int i = given.length; i < height; i++) {
      all[i] = orthogonal(all, i, height);
    }
    return transposed(all);
  }

  /** Returns a unit vector that is orthogonal to the first ones of some. */
  private static double[] orthogonal(double[][] units, int count, int height) {
    double[] best = new double[height];
    double longest = -1;
    for (int axis = 0; axis < height; axis++) {
      double[] rest = new double[height];
      rest[axis] = 1;
      for (int twice = 0; twice < 2; twice++) {
        for (int i = 0; i < count; i++) {
          double part = dot(rest, units[i]);
          for (int k = 0; k < height; k++) {
            rest[k] -= part * units[i][k];
          }
        }
      }
      double length = Math.sqrt(dot(rest, rest));
      if (length > longest) {
        longest = length;
        best = scaled(rest, 1 / length);
      }
    }
    return best;
  }

  private static double[] scaled(double[] x, double factor) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] * factor;
    }
    return y;
  }

  static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  static double[][] identity(int size) {
    double[][] one = new double[size][size];
    for (int i = 0; i < size; i++) {
      one[i][i] = 1;
    }
    return one;
  }

  /** Returns the matrix with rows and columns exchanged. */
  public static double[][] transposed(double[][] a) {
    double[][] b = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        b[j][i] = a[i][j];
      }
    }
    return b;
  }
}
