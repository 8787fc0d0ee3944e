package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.ImageResampling;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.gradient.CarriedGradients;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.List;
import java.util.Locale;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ImageProjectiveTransformV3;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Images that are moved, turned or bent.
 *
 * <p>TensorFlow's C++ library, where Java takes its gradients from, has none of this operation. The
 * one registered here is that of TensorFlow in Python, and so Keras': the gradient is moved back by
 * the inverse movement. That is the exact one where pixels fall on pixels, and near it elsewhere.
 */
final class ImageTransforms {
  private static final String TYPE = ImageProjectiveTransformV3.OP_NAME;
  private static boolean registered;

  private ImageTransforms() {}

  static Output<?> emit(ImageResampling.ImageProjectiveTransform o, NodeContext at) {
    if (at.training()) {
      register();
    }
    if (AlignedTransforms.allows(o, at)) {
      return AlignedTransforms.emit(o, at);
    }
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> area = tf.narrow(tf.part(tf.shape(x), 1, 3));
    return tf.op(TYPE)
        .in(
            x,
            tf.cast(at.in(1), DataType.DT_FLOAT),
            area,
            tf.scalar(DataType.DT_FLOAT, o.fillValue()))
        .attr("interpolation", o.interpolation().toUpperCase(Locale.ROOT))
        .attr("fill_mode", o.fillMode().toUpperCase(Locale.ROOT))
        .out();
  }

  private static synchronized void register() {
    if (!registered) {
      TensorFlow.registerCustomGradient(
          TYPE, (ops, movement, gradients) -> gradient(ops, movement, gradients.get(0)));
      registered = true;
    }
  }

  private static List<Operand<?>> gradient(Ops ops, GraphOperation movement, Output<?> of) {
    Output<?> rows = movement.input(1);
    Output<?> value = movement.input(3);
    // Result and image are of one size.
    Output<?> area = movement.input(2);
    Operand<?> back =
        movedBack(
            ops,
            of,
            rows,
            area,
            movement.attributes().getAttrString("interpolation"),
            movement.attributes().getAttrString("fill_mode"));
    return List.of(back, ops.zerosLike(rows), ops.zerosLike(area), ops.zerosLike(value));
  }

  /** Returns the gradients of a crop, an image and its eight numbers. */
  static List<Operand<?>> ofCrop(Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    Output<?> of = gradients.get(0);
    Output<?> rows = carrier.input(2);
    GraphOperation crop = CarriedGradients.operation(carrier);
    Operand<?> back =
        movedBack(ops, of, rows, crop.input(3), "BILINEAR", AlignedTransforms.fillMode(crop));
    return List.of(of, back, ops.zerosLike(rows));
  }

  private static Operand<?> movedBack(
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
