package dev.tenon.runtime.tensorflow.ops.image;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ImageProjectiveTransformV3;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * The gradient of images that were moved: that of TensorFlow in Python, and so Keras'.
 *
 * <p>The gradient is moved back by the inverse movement. That is the exact one where pixels fall on
 * pixels, and near it elsewhere.
 */
final class InverseTransform {
  private InverseTransform() {}

  /**
   * Writes it.
   *
   * @param rows what the images were moved by, eight numbers each
   * @param area the height and the width
   */
  static Operand<?> write(
      Ops ops,
      Output<?> of,
      Output<?> rows,
      Output<?> area,
      String interpolation,
      String fillMode) {
    @SuppressWarnings("unchecked") // images are numbers
    Operand<TNumber> images = (Operand<TNumber>) of;
    return ops.image.imageProjectiveTransformV3(
        images,
        inverse(ops, rows.expect(TFloat32.class)),
        area.expect(TInt32.class),
        ops.constant(0f),
        interpolation,
        ImageProjectiveTransformV3.fillMode(fillMode));
  }

  /** Rows of eight numbers are matrices whose last element is one. */
  private static Operand<TFloat32> inverse(Ops ops, Operand<TFloat32> rows) {
    Operand<TFloat32> ones =
        ops.onesLike(
            ops.slice(rows, ops.constant(new int[] {0, 0}), ops.constant(new int[] {-1, 1})));
    Operand<TFloat32> whole = ops.concat(List.of(rows, ones), ops.constant(1));
    Operand<TFloat32> matrices = ops.reshape(whole, ops.constant(new int[] {-1, 3, 3}));
    Operand<TFloat32> inverse =
        ops.reshape(ops.linalg.inv(matrices), ops.constant(new int[] {-1, 9}));
    Operand<TFloat32> last =
        ops.slice(inverse, ops.constant(new int[] {0, 8}), ops.constant(new int[] {-1, 1}));
    return ops.slice(
        ops.math.div(inverse, last),
        ops.constant(new int[] {0, 0}),
        ops.constant(new int[] {-1, 8}));
  }
}
