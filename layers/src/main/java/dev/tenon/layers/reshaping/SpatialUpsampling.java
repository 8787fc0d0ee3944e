package dev.tenon.layers.reshaping;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.preprocessing.TensorFlowResize;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Resizes the spatial axes by whole factors, as the upsampling layers do. */
final class SpatialUpsampling {
  private static final ImageResampling.Resize NEAREST =
      operator("nearest", "asymmetric", -0.75f, 0);
  private static final ImageResampling.Resize LINEAR = operator("linear", "half_pixel", -0.75f, 0);

  /** TensorFlow's coefficients and its way to leave out what lies outside. */
  private static final ImageResampling.Resize CUBIC = operator("cubic", "half_pixel", -0.5f, 1);

  private SpatialUpsampling() {}

  static Value apply(
      Ops ops, Value x, List<Long> factors, DataFormat format, String interpolation) {
    if (factors.size() != x.rank() - 2) {
      throw new IllegalArgumentException(
          "size " + factors + " is not one factor for each spatial axis of " + x.shape());
    }
    boolean cubic = interpolation.equals("bicubic");
    if (interpolation.equals("nearest")) {
      boolean kernel = x.dtype().isFloating() || x.dtype().bytes() == Integer.BYTES;
      if (!kernel && x.shape().sub(1, x.rank()).isKnown()) {
        // ONNX Runtime resizes no truth values and few of the integers.
        return repeated(ops, x, factors, format);
      }
      return resize(ops, x, factors, format, NEAREST);
    }
    if (interpolation.equals("bilinear")) {
      return resize(ops, x, factors, format, LINEAR);
    }
    if (cubic && factors.stream().allMatch(factor -> Long.bitCount(factor) == 1)) {
      // TensorFlow rounds positions to 1/1024, which changes nothing for powers of two.
      return resize(ops, x, factors, format, CUBIC);
    }
    int row = format.firstSpatial();
    long height = x.shape().length(row);
    long width = x.shape().length(row + 1);
    if (height < 0 || width < 0) {
      throw new UnsupportedModelException(
          "interpolation '"
              + interpolation
              + "' of images of unknown size is not supported; give the model's input a fixed"
              + " size, or use bilinear or nearest");
    }
    return TensorFlowResize.filtered(
        ops,
        x,
        row,
        format.last(),
        height * factors.get(0),
        width * factors.get(1),
        interpolation,
        false);
  }

  private static Value repeated(Ops ops, Value x, List<Long> factors, DataFormat format) {
    Value y = x;
    for (int i = 0; i < factors.size(); i++) {
      int axis = format.firstSpatial() + i;
      long factor = factors.get(i);
      long length = x.shape().length(axis) * factor;
      TableSize.check("repeated positions", length);
      long[] from = new long[Math.toIntExact(length)];
      Arrays.setAll(from, place -> place / factor);
      y = ops.gather(y, ops.longs(from), axis);
    }
    return y;
  }

  private static Value resize(
      Ops ops, Value x, List<Long> factors, DataFormat format, ImageResampling.Resize operator) {
    float[] scales = new float[x.rank()];
    Arrays.fill(scales, 1);
    for (int i = 0; i < factors.size(); i++) {
      scales[format.firstSpatial() + i] = factors.get(i);
    }
    return ops.apply(operator, x, null, ops.constant(Tensor.of(scales, scales.length)));
  }

  private static ImageResampling.Resize operator(
      String mode, String coordinates, float cubic, long excludeOutside) {
    return new ImageResampling.Resize(
        0, null, coordinates, cubic, excludeOutside, 0, "stretch", mode, "floor");
  }
}
