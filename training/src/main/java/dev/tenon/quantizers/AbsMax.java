package dev.tenon.quantizers;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/** Scales by the largest magnitude, or by the range of each group of rows. */
final class AbsMax {
  private AbsMax() {}

  static QuantizedTensor quantize(
      Tensor x, int[] axes, long low, long high, DType dtype, double epsilon) {
    refuseOthersThanFloats(x);
    Tensor most = x.abs().max(axes, true).add(epsilon);
    Tensor scale = scalar(x, (double) high).divide(most);
    return new QuantizedTensor(rounded(x.multiply(scale), low, high, dtype), scale, null);
  }

  /** Quantizes groups of rows as Keras does with NumPy: rows of zeros fill up the last group. */
  static QuantizedTensor grouped(Tensor x, long block, long low, long high, double epsilon) {
    Tensor rows = padded(x, block);
    Tensor min = rows.min(new int[] {1}, true);
    Tensor max = rows.max(new int[] {1}, true);
    // NumPy gives float32 for the sum of a bfloat16 and a number.
    DType wide = x.dtype() == DType.BFLOAT16 ? DType.FLOAT32 : x.dtype();
    Tensor range = max.subtract(min).cast(wide).add(epsilon);
    Tensor scale = range.divide((double) (high - low));
    QuantizedTensor made = grouped(x, rows.cast(wide), scale, low, high, min.cast(wide));
    return new QuantizedTensor(made.values(), made.scale().cast(x.dtype()), made.zeroPoint());
  }

  /**
   * Quantizes groups of rows as Keras does with tensors: a single group is not filled up, and a
   * group of equal numbers gets a range of 2.
   */
  static QuantizedTensor groupedOfTensors(
      Tensor x, long block, long low, long high, double epsilon) {
    Tensor rows = padded(x, block);
    Tensor seen = rows.dim(0) == 1 ? x.expandDims(0) : rows;
    Tensor min = seen.min(new int[] {1}, true);
    Tensor max = seen.max(new int[] {1}, true);
    Tensor same = min.equal(max).cast(x.dtype());
    min = min.subtract(same);
    max = max.add(same);
    Tensor scale = max.subtract(min).add(epsilon).divide((double) (high - low));
    return grouped(x, rows, scale, low, high, min);
  }

  private static QuantizedTensor grouped(
      Tensor x, Tensor rows, Tensor scale, long low, long high, Tensor min) {
    Tensor zero =
        rint(min.negate().divide(scale)).add((double) low).clip((double) low, (double) high);
    Tensor values =
        rint(rows.divide(scale)).add(zero).clip((double) low, (double) high).cast(DType.INT8);
    long groups = rows.dim(0);
    long columns = x.dim(1);
    return new QuantizedTensor(
        values.reshape(groups * rows.dim(1), columns).slice(0, 0, x.dim(0)),
        scale.reshape(groups, columns),
        zero.cast(DType.INT8).reshape(groups, columns));
  }

  private static Tensor padded(Tensor x, long block) {
    refuseOthersThanFloats(x);
    if (x.rank() != 2 || block < 1) {
      throw new IllegalArgumentException(
          "absMaxQuantizeGroupedWithZeroPoint takes a matrix and a blockSize of 1 or more,"
              + " received shape "
              + x.shapeString()
              + " and blockSize "
              + block);
    }
    long groups = (x.dim(0) + block - 1) / block;
    long missing = groups * block - x.dim(0);
    Tensor filled =
        missing == 0 ? x : Tensor.concat(0, x, Tensor.zeros(x.dtype(), missing, x.dim(1)));
    return filled.reshape(groups, block, x.dim(1));
  }

  private static Tensor scalar(Tensor like, double value) {
    return Tensor.full(like.dtype(), value);
  }

  private static Tensor rounded(Tensor x, long low, long high, DType dtype) {
    return rint(x).clip((double) low, (double) high).cast(dtype);
  }

  /** Rounds to whole numbers, ties to even. */
  static Tensor rint(Tensor x) {
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), x.size());
    for (int i = 0; i < x.size(); i++) {
      writer.set(i, Math.rint(x.getDouble(i)));
    }
    return writer.build(x.shape());
  }

  private static void refuseOthersThanFloats(Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "a quantizer takes a tensor of floats, received " + x.dtype().numpyName());
    }
  }
}
