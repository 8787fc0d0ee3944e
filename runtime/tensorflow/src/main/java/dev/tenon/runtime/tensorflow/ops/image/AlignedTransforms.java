package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.ImageResampling;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.gradient.CarriedGradients;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Set;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * Images whose rows stay rows and whose columns stay columns, as in a zoom or a shift, between
 * pixels.
 *
 * <p>TensorFlow's operation for all transformations computes a place for each number of the result.
 * That for crops computes one for each row and each column, and takes half the time. It knows one
 * number only for what lies outside, so the image is given a border first.
 */
final class AlignedTransforms {
  private static final String REFLECT = "reflect";
  private static final Set<String> FILL_MODES = Set.of("constant", REFLECT);

  private AlignedTransforms() {}

  static boolean allows(ImageResampling.ImageProjectiveTransform o, NodeContext at) {
    return o.aligned()
        && o.interpolation().equals("bilinear")
        && FILL_MODES.contains(o.fillMode())
        && at.dtype(0) == DType.FLOAT32;
  }

  /** Returns the fill mode of a crop that was written here. */
  static String fillMode(GraphOperation crop) {
    return crop.input(0).op().type().equals("MirrorPad") ? "REFLECT" : "CONSTANT";
  }

  static Output<?> emit(ImageResampling.ImageProjectiveTransform o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> rows = tf.cast(at.in(1), DataType.DT_FLOAT);
    Output<?> area = tf.narrow(tf.part(tf.shape(x), 1, 3));
    Output<?> lengths = tf.cast(area, DataType.DT_FLOAT);
    Output<?> last = tf.sub(lengths, tf.like(lengths, 1));
    // Where the first and the last pixel of each image are, (batch, 2): down and to the right.
    Output<?> begin = tf.gather(rows, tf.ints(5, 2), 1);
    Output<?> end = tf.add(tf.mul(tf.gather(rows, tf.ints(4, 0), 1), last), begin);
    Output<?> border =
        o.fillMode().equals(REFLECT)
            ? tf.binary("Minimum", reach(tf, begin, end, last), lengths)
            : tf.constant(Tensor.of(new float[] {1, 1}, 2));
    Output<?> bordered = bordered(o, tf, x, tf.cast(border, DataType.DT_INT32));
    Output<?> whole = tf.add(last, tf.mul(border, 2));
    Output<?> boxes =
        tf.binary(
            "RealDiv",
            tf.concat(1, List.of(tf.add(begin, border), tf.add(end, border))),
            tf.concat(0, List.of(whole, whole)));
    Output<?> each = tf.narrow(tf.range(tf.length(x, 0)));
    Output<?> crop =
        tf.op("CropAndResize")
            .in(bordered, boxes, each, area)
            .attr("method", "bilinear")
            .attr("extrapolation_value", o.fillValue())
            .out();
    return at.training()
        ? CarriedGradients.carry(tf, crop, ImageTransforms::ofCrop, x, rows)
        : crop;
  }

  /** Returns how far outside something is read, and one pixel more: whole numbers. */
  private static Output<?> reach(Tf tf, Output<?> begin, Output<?> end, Output<?> last) {
    Output<?> before = tf.unary("Neg", tf.binary("Minimum", begin, end));
    Output<?> behind = tf.sub(tf.binary("Maximum", begin, end), last);
    Output<?> most = tf.reduce("Max", tf.binary("Maximum", before, behind), false, 0);
    Output<?> whole = tf.unary("Ceil", tf.unary("Relu", most));
    return tf.add(whole, tf.like(whole, 1));
  }

  private static Output<?> bordered(
      ImageResampling.ImageProjectiveTransform o, Tf tf, Output<?> x, Output<?> border) {
    Output<?> each = tf.pack(List.of(border, border), 1);
    Output<?> none = tf.op("ZerosLike").in(tf.part(each, 0, 1)).out();
    Output<?> paddings = tf.concat(0, List.of(none, each, none));
    return o.fillMode().equals(REFLECT)
        ? tf.op("MirrorPad").in(x, paddings).attr("mode", "SYMMETRIC").out()
        : tf.op("PadV2").in(x, paddings, tf.like(x, o.fillValue())).out();
  }
}
