package dev.tenon.layers.reshaping;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Imaging;
import dev.tenon.layers.DataFormat;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Resizes the spatial axes by whole factors, as the upsampling layers do. */
final class Enlarging {
  private Enlarging() {}

  static Value apply(
      Ops ops, Value x, List<Long> factors, DataFormat format, String interpolation) {
    float[] scales = new float[x.rank()];
    Arrays.fill(scales, 1);
    for (int i = 0; i < factors.size(); i++) {
      scales[format.firstSpatial() + i] = factors.get(i);
    }
    return ops.apply(
        resize(interpolation), x, null, ops.constant(Tensor.of(scales, scales.length)));
  }

  private static Imaging.Resize resize(String interpolation) {
    return switch (interpolation) {
      case "nearest" -> resize("nearest", "asymmetric", -0.75f, 0);
      case "bilinear" -> resize("linear", "half_pixel", -0.75f, 0);
      // TensorFlow's coefficients and its way to leave out what lies outside.
      case "bicubic" -> resize("cubic", "half_pixel", -0.5f, 1);
      default ->
          throw new UnsupportedModelException(
              "interpolation '"
                  + interpolation
                  + "' is not supported: ONNX has only nearest, bilinear and bicubic");
    };
  }

  private static Imaging.Resize resize(
      String mode, String coordinates, float cubic, long excludeOutside) {
    return new Imaging.Resize(
        0, null, coordinates, cubic, excludeOutside, 0, "stretch", mode, "floor");
  }
}
