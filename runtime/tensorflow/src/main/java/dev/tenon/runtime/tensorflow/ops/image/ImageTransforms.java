package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.ImageResampling;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
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

/**
 * Images that are moved, turned or bent.
 *
 * <p>TensorFlow's C++ library, where Java takes its gradients from, has none of this operation:
 * {@link InverseTransform} is registered here, as TensorFlow in Python does.
 */
final class ImageTransforms {
  private static final String TYPE = ImageProjectiveTransformV3.OP_NAME;
  private static boolean registered;

  private ImageTransforms() {}

  static Output<?> emit(ImageResampling.ImageProjectiveTransform o, NodeContext at) {
    if (at.training()) {
      register();
    }
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> rows = tf.cast(at.in(1), DataType.DT_FLOAT);
    Output<?> area = tf.narrow(tf.part(tf.shape(x), 1, 3));
    if (AlignedTransforms.allows(o, at)) {
      return new AlignedTransforms(o, tf, x, rows, area).emit(at.training());
    }
    return tf.op(TYPE)
        .in(x, rows, area, tf.scalar(DataType.DT_FLOAT, o.fillValue()))
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
        InverseTransform.write(
            ops,
            of,
            rows,
            area,
            movement.attributes().getAttrString("interpolation"),
            movement.attributes().getAttrString("fill_mode"));
    return List.of(back, ops.zerosLike(rows), ops.zerosLike(area), ops.zerosLike(value));
  }
}
