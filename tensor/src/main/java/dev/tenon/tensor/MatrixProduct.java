package dev.tenon.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * NumPy's {@code matmul}: products of matrices along the last two axes, the axes before them
 * broadcast. A vector counts as a row on the left and as a column on the right.
 *
 * <p>Products of floats are added as doubles and rounded once; integers wrap.
 */
final class MatrixProduct {
  private final DType type;
  private final Tensor a;
  private final Tensor b;
  private final int rows;
  private final int inner;
  private final int columns;

  private MatrixProduct(DType type, Tensor a, Tensor b) {
    this.type = type;
    this.a = a;
    this.b = b;
    rows = (int) a.dim(-2);
    inner = (int) a.dim(-1);
    columns = (int) b.dim(-1);
  }

  static Tensor of(Tensor left, Tensor right) {
    DType common = TypePromotion.of("matmul", left.dtype(), right.dtype());
    DType type = common == DType.BOOL ? DType.INT32 : common;
    if (left.rank() == 0
        || right.rank() == 0
        || left.dim(-1) != right.dim(right.rank() == 1 ? 0 : -2)) {
      throw new IllegalArgumentException(
          "matmul: shapes "
              + left.shapeString()
              + " and "
              + right.shapeString()
              + " do not fit; expected the last axis of the first, and the last but one of the"
              + " second, of equal lengths");
    }
    Tensor a = left.rank() == 1 ? left.expandDims(0) : left;
    Tensor b = right.rank() == 1 ? right.expandDims(1) : right;
    Tensor product = new MatrixProduct(type, a, b).compute();
    long[] shape = product.shape();
    int batch = shape.length - 2;
    if (left.rank() == 1 || right.rank() == 1) {
      long[] shorter = Arrays.copyOf(shape, batch + (left.rank() == right.rank() ? 0 : 1));
      if (shorter.length > batch) {
        shorter[batch] = left.rank() == 1 ? shape[batch + 1] : shape[batch];
      }
      return product.reshape(shorter);
    }
    return product;
  }

  private Tensor compute() {
    long[] first = batch(a);
    long[] second = batch(b);
    long[] batches = TensorBroadcast.shape("matmul", first, second);
    long[] shape = Arrays.copyOf(batches, batches.length + 2);
    shape[batches.length] = rows;
    shape[batches.length + 1] = columns;
    ByteBuffer out = Tensor.allocate(type, TensorShapes.elements(shape));
    if (out.limit() == 0) {
      return Tensor.of(type, shape, out);
    }
    int count = TensorShapes.elements(batches);
    int[] lefts = places(first, batches, count);
    int[] rights = places(second, batches, count);
    Product product = type.isFloating() ? new DoubleProduct() : new LongProduct();
    for (int i = 0; i < count; i++) {
      if (i == 0 || rights[i] != rights[i - 1]) {
        product.load(rights[i] * inner * columns);
      }
      product.multiply(lefts[i] * rows * inner, out, i * rows * columns);
    }
    return Tensor.of(type, shape, out);
  }

  private static long[] batch(Tensor x) {
    return Arrays.copyOf(x.shape(), x.rank() - 2);
  }

  /** Returns which matrix of an operand each matrix of the result is made of. */
  private static int[] places(long[] own, long[] batches, int count) {
    long[] strides = TensorBroadcast.strides(own, batches);
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      long rest = i;
      long place = 0;
      for (int axis = batches.length - 1; axis >= 0; axis--) {
        place += rest % batches[axis] * strides[axis];
        rest /= batches[axis];
      }
      places[i] = (int) place;
    }
    return places;
  }

  /** Multiplies matrices of one element type. */
  private interface Product {
    /** Reads the second matrix. */
    void load(int from);

    /** Multiplies a first matrix by it. */
    void multiply(int from, ByteBuffer out, int to);
  }

  private final class DoubleProduct implements Product {
    private final double[] matrix = new double[inner * columns];
    private final double[] row = new double[inner];
    private final double[] sums = new double[columns];

    @Override
    public void load(int from) {
      ElementArrays.read(b.dtype(), b.bytes(), from, matrix, 0, matrix.length);
    }

    @Override
    public void multiply(int from, ByteBuffer out, int to) {
      ByteBuffer data = a.bytes();
      for (int i = 0; i < rows; i++) {
        ElementArrays.read(a.dtype(), data, from + i * inner, row, 0, inner);
        Arrays.fill(sums, 0);
        for (int k = 0; k < inner; k++) {
          add(row[k], k * columns);
        }
        ElementArrays.write(type, out, to + i * columns, sums, columns);
      }
    }

    private void add(double factor, int from) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += factor * matrix[from + j];
      }
    }
  }

  private final class LongProduct implements Product {
    private final long[] matrix = new long[inner * columns];
    private final long[] row = new long[inner];
    private final long[] sums = new long[columns];

    @Override
    public void load(int from) {
      ElementArrays.read(b.dtype(), b.bytes(), from, matrix, 0, matrix.length);
    }

    @Override
    public void multiply(int from, ByteBuffer out, int to) {
      ByteBuffer data = a.bytes();
      for (int i = 0; i < rows; i++) {
        ElementArrays.read(a.dtype(), data, from + i * inner, row, 0, inner);
        Arrays.fill(sums, 0);
        for (int k = 0; k < inner; k++) {
          add(row[k], k * columns);
        }
        ElementArrays.write(type, out, to + i * columns, sums, columns);
      }
    }

    private void add(long factor, int from) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += factor * matrix[from + j];
      }
    }
  }
}
