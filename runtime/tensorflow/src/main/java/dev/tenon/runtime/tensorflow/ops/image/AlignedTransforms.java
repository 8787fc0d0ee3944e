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
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
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
  private static final String TYPE = "CropAndResize";
  private static final String MIRRORED = "MirrorPad";
  private static final String REFLECT = "reflect";
  private static final Set<String> FILL_MODES = Set.of("constant", REFLECT);

  private final ImageResampling.ImageProjectiveTransform operator;
  private final Tf tf;
  private final Output<?> x;
  private final Output<?> rows;
  private final Output<?> area;

  /**
   * Takes what is moved, by what, and the size of the result.
   *
   * @param rows eight numbers an image
   * @param area the height and the width
   */
  AlignedTransforms(
      ImageResampling.ImageProjectiveTransform operator,
      Tf tf,
      Output<?> x,
      Output<?> rows,
      Output<?> area) {
    this.operator = operator;
    this.tf = tf;
    this.x = x;
    this.rows = rows;
    this.area = area;
  }

  static boolean allows(ImageResampling.ImageProjectiveTransform o, NodeContext at) {
    return o.aligned()
        && o.interpolation().equals("bilinear")
        && FILL_MODES.contains(o.fillMode())
        && at.dtype(0) == DType.FLOAT32;
  }

  Output<?> emit(boolean training) {
    Output<?> lengths = tf.cast(area, DataType.DT_FLOAT);
    Output<?> last = tf.sub(lengths, tf.like(lengths, 1));
    // Where the first and the last pixel of each image are, (batch, 2): down and to the right.
    Output<?> begin = tf.gather(rows, tf.ints(5, 2), 1);
    Output<?> end = tf.add(tf.mul(tf.gather(rows, tf.ints(4, 0), 1), last), begin);
    Output<?> border =
        operator.fillMode().equals(REFLECT)
            ? tf.binary("Minimum", reach(begin, end, last), lengths)
            : tf.constant(Tensor.of(new float[] {1, 1}, 2));
    Output<?> whole = tf.add(last, tf.mul(border, 2));
    Output<?> boxes =
        tf.binary(
            "RealDiv",
            tf.concat(1, List.of(tf.add(begin, border), tf.add(end, border))),
            tf.concat(0, List.of(whole, whole)));
    Output<?> each = tf.narrow(tf.range(tf.length(x, 0)));
    Output<?> crop =
        tf.op(TYPE)
            .in(bordered(tf.cast(border, DataType.DT_INT32)), boxes, each, area)
            .attr("method", "bilinear")
            .attr("extrapolation_value", operator.fillValue())
            .out();
    return training ? CarriedGradients.carry(tf, crop, AlignedTransforms::gradient, x, rows) : crop;
  }

  /** Returns how far outside something is read, and one pixel more: whole numbers. */
  private Output<?> reach(Output<?> begin, Output<?> end, Output<?> last) {
    Output<?> before = tf.unary("Neg", tf.binary("Minimum", begin, end));
    Output<?> behind = tf.sub(tf.binary("Maximum", begin, end), last);
    Output<?> most = tf.reduce("Max", tf.binary("Maximum", before, behind), false, 0);
    Output<?> whole = tf.unary("Ceil", tf.unary("Relu", most));
    return tf.add(whole, tf.like(whole, 1));
  }

  private Output<?> bordered(Output<?> border) {
    Output<?> each = tf.pack(List.of(border, border), 1);
    Output<?> none = tf.op("ZerosLike").in(tf.part(each, 0, 1)).out();
    Output<?> paddings = tf.concat(0, List.of(none, each, none));
    return operator.fillMode().equals(REFLECT)
        ? tf.op(MIRRORED).in(x, paddings).attr("mode", "SYMMETRIC").out()
        : tf.op("PadV2").in(x, paddings, tf.like(x, operator.fillValue())).out();
  }

  /** Returns the gradients of a crop, of the image and of its eight numbers. */
  private static List<Operand<?>> gradient(
      Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    Output<?> of = gradients.get(0);
    Output<?> rows = carrier.input(2);
    GraphOperation crop = CarriedGradients.operation(carrier);
    String fillMode = crop.input(0).op().type().equals(MIRRORED) ? "REFLECT" : "CONSTANT";
    Operand<?> image = InverseTransform.write(ops, of, rows, crop.input(3), "BILINEAR", fillMode);
    return List.of(of, image, ops.zerosLike(rows));
  }
}
