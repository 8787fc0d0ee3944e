package dev.tenon.ops;

import dev.tenon.internal.linalg.SingularValues;
import dev.tenon.internal.linalg.SymmetricEigen;
import dev.tenon.internal.linalg.Triangular;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The matrix decompositions of {@code keras.ops.linalg}, computed in float64 and rounded to the
 * type of the tensor.
 *
 * <p>Matrices are along the last two axes. ONNX has no operators for decompositions, so they have
 * no symbolic form.
 */
abstract class MatrixFunctions extends CreationFunctions {
  private static final double FLOAT32_EPSILON = Math.ulp(1.0f);

  MatrixFunctions() {}

  /**
   * Returns the eigenvalues of symmetric matrices in ascending order, and the eigenvectors as
   * columns. Keras' {@code ops.eigh}.
   *
   * @param x (…, n, n)
   * @return eigenvalues (…, n), eigenvectors (…, n, n)
   * @throws IllegalArgumentException if the matrices are not square or not floating-point
   */
  public static List<Tensor> eigh(Tensor x) {
    checkSquare("eigh", x);
    return each(
        "eigh",
        x,
        a -> {
          SymmetricEigen eigen = SymmetricEigen.of(a);
          return List.of(vector(eigen.values(), x), matrix(eigen.vectors(), x));
        });
  }

  /**
   * Returns the reduced QR decomposition. Keras' {@code ops.qr}.
   *
   * @param x (…, m, n)
   * @return the factors q and r
   */
  public static List<Tensor> qr(Tensor x) {
    return qr(x, "reduced");
  }

  /**
   * Returns the QR decomposition: an orthogonal and an upper triangular factor. Keras' {@code
   * ops.qr}.
   *
   * @param x (…, m, n)
   * @param mode {@code reduced}, or {@code complete} for a square q
   * @return the factors q and r
   * @throws IllegalArgumentException if the mode is unknown
   */
  public static List<Tensor> qr(Tensor x, String mode) {
    if (!mode.equals("reduced") && !mode.equals("complete")) {
      throw new IllegalArgumentException(
          "qr: expected the mode reduced or complete, received " + mode);
    }
    return each(
        "qr",
        x,
        a -> {
          Triangular.Qr factors = Triangular.qr(a);
          int kept = mode.equals("reduced") ? Math.min(a.length, a[0].length) : a.length;
          double[][] r = Arrays.copyOf(factors.r(), kept);
          return List.of(matrix(columns(factors.q(), kept), x), matrix(r, x));
        });
  }

  /**
   * Returns the LU decomposition: both triangular factors in one matrix, and the row permutation.
   * Keras' {@code ops.lu_factor}.
   *
   * @param x (…, n, n)
   * @return the factors (…, n, n) and the int32 permutation (…, n)
   * @throws IllegalArgumentException if the matrices are not square or not floating-point
   */
  public static List<Tensor> luFactor(Tensor x) {
    checkSquare("luFactor", x);
    return each(
        "luFactor",
        x,
        a -> {
          int[] from = Triangular.lu(a);
          int[] places = new int[from.length];
          for (int i = 0; i < places.length; i++) {
            places[from[i]] = i;
          }
          return List.of(matrix(a, x), Tensor.of(places, places.length));
        });
  }

  /**
   * Returns the singular value decomposition with square u and v. Keras' {@code ops.svd}.
   *
   * @param x (…, m, n)
   * @return u, the singular values in descending order, and vᵀ
   */
  public static List<Tensor> svd(Tensor x) {
    return svd(x, true);
  }

  /**
   * Returns the singular value decomposition. Keras' {@code ops.svd}.
   *
   * @param x (…, m, n)
   * @param fullMatrices whether u and v are square
   * @return u, the singular values in descending order, and vᵀ
   */
  public static List<Tensor> svd(Tensor x, boolean fullMatrices) {
    return svd(x, fullMatrices, true);
  }

  /**
   * Returns the singular value decomposition. Keras' {@code ops.svd}.
   *
   * @param x (…, m, n)
   * @param fullMatrices whether u and v are square
   * @param computeUv whether the result has u and v; otherwise it has the singular values only
   * @return u, the singular values in descending order, and vᵀ
   */
  public static List<Tensor> svd(Tensor x, boolean fullMatrices, boolean computeUv) {
    return each(
        "svd",
        x,
        a -> {
          SingularValues values = SingularValues.of(a);
          Tensor s = vector(values.s(), x);
          if (!computeUv) {
            return List.of(s);
          }
          double[][] u = fullMatrices ? SingularValues.completed(values.u()) : values.u();
          double[][] v = fullMatrices ? SingularValues.completed(values.v()) : values.v();
          return List.of(matrix(u, x), s, matrix(SingularValues.transposed(v), x));
        });
  }

  /**
   * Returns the Moore-Penrose pseudo-inverse. Keras' {@code ops.pinv}.
   *
   * @param x (…, m, n)
   * @return (…, n, m)
   */
  public static Tensor pinv(Tensor x) {
    return pinv(x, null);
  }

  /**
   * Returns the Moore-Penrose pseudo-inverse. Keras' {@code ops.pinv}.
   *
   * @param x (…, m, n)
   * @param rcond the limit, relative to the largest singular value, below which one counts as 0;
   *     null for {@code 10 max(m, n) epsilon}
   * @return (…, n, m)
   */
  public static Tensor pinv(Tensor x, @Nullable Number rcond) {
    return each(
            "pinv",
            x,
            a -> {
              double side = Math.max(a.length, a[0].length);
              double part = rcond == null ? 10 * side * epsilon(x) : rcond.doubleValue();
              return List.of(matrix(inverse(a, part), x));
            })
        .get(0);
  }

  /**
   * Returns the int32 rank of matrices: the number of nonzero singular values. Keras' {@code
   * ops.matrix_rank}.
   *
   * @param x (…, m, n)
   * @return (…)
   */
  public static Tensor matrixRank(Tensor x) {
    return matrixRank(x, null);
  }

  /**
   * Returns the int32 rank of matrices: the number of singular values above a tolerance. Keras'
   * {@code ops.matrix_rank}.
   *
   * @param x (…, m, n)
   * @param tol the tolerance; null for {@code max(m, n) epsilon} times the largest singular value
   * @return (…)
   */
  public static Tensor matrixRank(Tensor x, @Nullable Number tol) {
    return each(
            "matrixRank",
            x,
            a -> {
              double[] s = SingularValues.of(a).s();
              double side = Math.max(a.length, a[0].length);
              double bound = tol == null ? side * epsilon(x) * s[0] : tol.doubleValue();
              long rank = Arrays.stream(s).filter(value -> value > bound).count();
              return List.of(Tensor.scalar(DType.INT32, rank));
            })
        .get(0);
  }

  /**
   * Returns the least-squares solution of {@code a x = b}. Keras' {@code ops.lstsq}.
   *
   * @param a (m, n)
   * @param b (m) or (m, k)
   * @return (n) or (n, k)
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static Tensor lstsq(Tensor a, Tensor b) {
    return lstsq(a, b, null);
  }

  /**
   * Returns the least-squares solution of {@code a x = b}. Keras' {@code ops.lstsq}.
   *
   * @param a (m, n)
   * @param b (m) or (m, k)
   * @param rcond the limit, relative to the largest singular value, below which one counts as 0;
   *     null for {@code max(m, n) epsilon}
   * @return (n) or (n, k)
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static Tensor lstsq(Tensor a, Tensor b, @Nullable Number rcond) {
    if (a.rank() != 2 || b.rank() < 1 || b.rank() > 2 || a.dim(0) != b.dim(0)) {
      throw new IllegalArgumentException(
          "lstsq: expected a matrix, and a vector or matrix of as many rows, received "
              + a.shapeString()
              + " and "
              + b.shapeString());
    }
    double side = Math.max(a.dim(0), a.dim(1));
    double part = rcond == null ? side * epsilon(a) : rcond.doubleValue();
    Tensor inverse =
        each("lstsq", a.cast(DType.FLOAT64), m -> List.of(matrix64(inverse(m, part)))).get(0);
    return Ops.matmul(inverse, b.cast(DType.FLOAT64)).cast(a.dtype());
  }

  private static double[][] inverse(double[][] a, double part) {
    SingularValues values = SingularValues.of(a);
    double[] s = values.s();
    double[][] inverse = new double[a[0].length][a.length];
    for (int k = 0; k < s.length && s[k] > part * s[0]; k++) {
      for (int i = 0; i < inverse.length; i++) {
        for (int j = 0; j < a.length; j++) {
          inverse[i][j] += values.v()[i][k] * values.u()[j][k] / s[k];
        }
      }
    }
    return inverse;
  }

  private static double epsilon(Tensor x) {
    return x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : FLOAT32_EPSILON;
  }

  private static void checkSquare(String function, Tensor x) {
    if (x.rank() < 2 || x.dim(-1) != x.dim(-2)) {
      throw new IllegalArgumentException(
          function + ": expected square matrices, received " + x.shapeString());
    }
  }

  /** Decomposes every matrix of a tensor and joins the results. */
  private static List<Tensor> each(
      String function, Tensor x, Function<double[][], List<Tensor>> decomposition) {
    if (x.rank() < 2 || x.size() == 0 || !x.dtype().isFloating()) {
      throw new IllegalArgumentException(
          function
              + ": expected matrices of floating-point numbers, received "
              + x.dtype()
              + x.shapeString());
    }
    int rows = (int) x.dim(-2);
    int width = (int) x.dim(-1);
    double[] all = x.toDoubleArray();
    List<List<Tensor>> results = new ArrayList<>();
    for (int from = 0; from < all.length; from += rows * width) {
      double[][] a = new double[rows][];
      for (int row = 0; row < rows; row++) {
        a[row] = Arrays.copyOfRange(all, from + row * width, from + (row + 1) * width);
      }
      results.add(decomposition.apply(a));
    }
    long[] batch = Arrays.copyOf(x.shape(), x.rank() - 2);
    List<Tensor> joined = new ArrayList<>();
    for (int i = 0; i < results.get(0).size(); i++) {
      int place = i;
      List<Tensor> parts = results.stream().map(result -> result.get(place)).toList();
      joined.add(x.rank() == 2 ? parts.get(0) : batched(parts, batch));
    }
    return joined;
  }

  private static Tensor batched(List<Tensor> parts, long[] batch) {
    long[] own = parts.get(0).shape();
    long[] shape = Arrays.copyOf(batch, batch.length + own.length);
    System.arraycopy(own, 0, shape, batch.length, own.length);
    return Ops.reshape(Ops.stack(parts), shape);
  }

  private static double[][] columns(double[][] a, int count) {
    double[][] kept = new double[a.length][];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Arrays.copyOf(a[i], count);
    }
    return kept;
  }

  private static Tensor matrix(double[][] a, Tensor like) {
    return matrix64(a).cast(like.dtype());
  }

  private static Tensor matrix64(double[][] a) {
    double[] flat = Arrays.stream(a).flatMapToDouble(Arrays::stream).toArray();
    return Tensor.of(flat, a.length, a[0].length);
  }

  private static Tensor vector(double[] values, Tensor like) {
    return Tensor.of(values, values.length).cast(like.dtype());
  }
}
