package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.ImageLayout;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * How Resize is written: by TensorFlow's own kernels where they mean the same, else axis by axis,
 * as a choice of entries (nearest) or a product with a matrix of weights (linear, cubic).
 */
final class ResizeMapping {
  private final ImageResampling.Resize operator;
  private final NodeContext at;
  private final Tf tf;
  private final int rank;

  ResizeMapping(ImageResampling.Resize operator, NodeContext at) {
    this.operator = operator;
    this.at = at;
    this.tf = at.tf();
    this.rank = at.shape(0).ranked() ? at.rank(0) : Math.max(0, given());
    if (rank == 0) {
      at.rank(0);
    }
  }

  /** Returns the number of sizes or scales where there is one for each axis, else -1. */
  private int given() {
    Shape numbers = at.has(3) ? at.shape(3) : at.has(2) ? at.shape(2) : Shape.unknownRank();
    boolean all = operator.axes() == null && numbers.ranked() && numbers.rank() == 1;
    return all ? (int) numbers.length(0) : -1;
  }

  /** One axis that changes: its lengths before and after, and the factor, as scalars. */
  private record Axis(int axis, Output<?> in, Output<?> out, Output<?> scale, int given) {}

  Output<?> emit() {
    Output<?> fast = native2d();
    if (fast != null) {
      return fast;
    }
    Output<?> result = at.in(0);
    DataType type = result.dataType();
    boolean nearest = operator.mode().equals("nearest");
    if (!nearest && type != DataType.DT_FLOAT && type != DataType.DT_DOUBLE) {
      result = tf.cast(result, DataType.DT_FLOAT);
    }
    Output<?> outside = null;
    for (Axis axis : axes()) {
      Output<?> positions = positions(axis);
      result =
          nearest
              ? tf.gather(result, nearest(positions, axis), axis.axis)
              : weighted(result, positions, axis);
      outside = outside(outside, positions, axis);
    }
    if (outside != null) {
      result = tf.select(outside, tf.like(result, operator.extrapolationValue()), result);
    }
    return tf.cast(result, type);
  }

  // ---- which axes, and by how much ----

  private List<Integer> named() {
    List<Integer> named = new ArrayList<>();
    List<Long> given = operator.axes();
    for (int i = 0; i < (given == null ? rank : given.size()); i++) {
      named.add(given == null ? i : at.axis(0, given.get(i)));
    }
    return named;
  }

  private boolean byScales() {
    Tensor scales = at.constant(2);
    return !at.has(3) && at.has(2) && (scales == null || scales.size() > 0);
  }

  /** Says whether an axis surely keeps its length. */
  private boolean unchanged(int given, int axis) {
    boolean ranked = at.shape(0).ranked();
    long length = ranked ? at.shape(0).length(axis) : -1;
    if (operator.coordinateTransformationMode().equals("tf_crop_and_resize")) {
      return false;
    }
    if (byScales()) {
      Tensor scales = at.constant(2);
      return scales != null && scales.getDouble(given) == 1;
    }
    long[] sizes = at.longs(3);
    boolean kept = sizes != null && length >= 0 && sizes[given] == length;
    return operator.keepAspectRatioPolicy().equals("stretch")
        && (kept || (ranked && at.outputShape().dim(axis).equals(at.shape(0).dim(axis))));
  }

  private List<Axis> axes() {
    List<Axis> axes = new ArrayList<>();
    List<Integer> named = named();
    Output<?> shape = tf.shape(at.in(0));
    Output<?> common = common(named, shape);
    for (int i = 0; i < named.size(); i++) {
      int axis = named.get(i);
      if (unchanged(i, axis)) {
        continue;
      }
      Output<?> in = tf.element(shape, axis);
      Output<?> length = tf.cast(in, DataType.DT_DOUBLE);
      if (byScales()) {
        Output<?> scale = tf.cast(tf.element(at.in(2), i), DataType.DT_DOUBLE);
        Output<?> out = tf.cast(tf.unary("Floor", tf.mul(length, scale)), DataType.DT_INT64);
        axes.add(new Axis(axis, in, out, scale, i));
      } else if (common != null) {
        Output<?> raised = tf.add(tf.mul(length, common), tf.scalar(DataType.DT_DOUBLE, 0.5));
        Output<?> out = tf.cast(tf.unary("Floor", raised), DataType.DT_INT64);
        axes.add(new Axis(axis, in, out, common, i));
      } else {
        Output<?> out = tf.element(at.in(3), i);
        Output<?> scale = tf.binary("RealDiv", tf.cast(out, DataType.DT_DOUBLE), length);
        axes.add(new Axis(axis, in, out, scale, i));
      }
    }
    return axes;
  }

  /** Returns the one factor of all axes where the aspect ratio is kept, else null. */
  private @Nullable Output<?> common(List<Integer> named, Output<?> shape) {
    if (byScales() || operator.keepAspectRatioPolicy().equals("stretch")) {
      return null;
    }
    Output<?> best = null;
    String fold = operator.keepAspectRatioPolicy().equals("not_larger") ? "Minimum" : "Maximum";
    for (int i = 0; i < named.size(); i++) {
      Output<?> in = tf.cast(tf.element(shape, named.get(i)), DataType.DT_DOUBLE);
      Output<?> wanted = tf.cast(tf.element(at.in(3), i), DataType.DT_DOUBLE);
      Output<?> scale = tf.binary("RealDiv", wanted, in);
      best = best == null ? scale : tf.binary(fold, best, scale);
    }
    return best;
  }

  // ---- TensorFlow's own kernels ----

  private @Nullable Output<?> native2d() {
    String type = nativeType();
    if (type == null || rank != 4 || !at.dtype(0).equals(DType.FLOAT32)) {
      return null;
    }
    List<Integer> changed = new ArrayList<>();
    List<Integer> named = named();
    for (int i = 0; i < named.size(); i++) {
      if (!unchanged(i, named.get(i))) {
        changed.add(named.get(i));
      }
    }
    boolean last = changed.equals(List.of(1, 2));
    if (!last && !changed.equals(List.of(2, 3))) {
      return null;
    }
    if (byScales() && !exactScales(named, changed)) {
      return null;
    }
    List<Output<?>> lengths = new ArrayList<>();
    for (Axis axis : axes()) {
      lengths.add(axis.out);
    }
    String mode = operator.coordinateTransformationMode();
    Output<?> x = ImageLayout.channelsLast(tf, at.in(0), 4, last);
    Output<?> y =
        tf.op(type)
            .in(x, tf.cast(tf.pack(lengths, 0), DataType.DT_INT32))
            .attr("align_corners", mode.equals("align_corners"))
            .attr("half_pixel_centers", mode.equals("half_pixel"))
            .out();
    return ImageLayout.original(tf, y, 4, last);
  }

  /** TensorFlow divides the lengths, which is the given factor only where that comes out even. */
  private boolean exactScales(List<Integer> named, List<Integer> changed) {
    Tensor scales = at.constant(2);
    Shape shape = at.shape(0).ranked() ? at.shape(0) : Shape.ofRank(rank);
    for (int i = 0; scales != null && i < named.size(); i++) {
      double scale = scales.getDouble(i);
      double length = Math.max(1, shape.length(named.get(i)));
      boolean even = scale == Math.rint(scale) || scale * length == Math.rint(scale * length);
      if (changed.contains(named.get(i)) && (!even || (scale < 1 && length == 1))) {
        return false;
      }
    }
    return scales != null;
  }

  private @Nullable String nativeType() {
    String mode = operator.coordinateTransformationMode();
    boolean half = mode.equals("half_pixel");
    boolean corners = mode.equals("align_corners");
    boolean plain = mode.equals("asymmetric");
    String rounding = operator.nearestMode();
    if (operator.antialias() == 1 || !operator.keepAspectRatioPolicy().equals("stretch")) {
      return null;
    }
    return switch (operator.mode()) {
      case "nearest" ->
          (plain && rounding.equals("floor"))
                  || ((half || corners) && rounding.equals("round_prefer_ceil"))
              ? "ResizeNearestNeighbor"
              : null;
      case "linear" -> plain || half || corners ? "ResizeBilinear" : null;
      case "cubic" ->
          half && operator.cubicCoeffA() == -0.5f && operator.excludeOutside() == 1
              ? "ResizeBicubic"
              : null;
      default -> null;
    };
  }

  // ---- positions in x of the result's entries ----

  private Output<?> number(double value) {
    return tf.scalar(DataType.DT_DOUBLE, value);
  }

  private Output<?> positions(Axis axis) {
    Output<?> i = tf.cast(tf.range(axis.out), DataType.DT_DOUBLE);
    Output<?> in = tf.cast(axis.in, DataType.DT_DOUBLE);
    Output<?> out = tf.mul(in, axis.scale);
    Output<?> single = tf.binary("Equal", axis.out, tf.scalar(1));
    Output<?> steps =
        tf.binary("Maximum", tf.sub(out, number(1)), tf.scalar(DataType.DT_DOUBLE, 1e-9));
    Output<?> half = tf.sub(tf.binary("RealDiv", tf.add(i, number(0.5)), axis.scale), number(0.5));
    return switch (operator.coordinateTransformationMode()) {
      case "half_pixel" -> half;
      case "pytorch_half_pixel" -> tf.select(single, tf.unary("ZerosLike", half), half);
      case "half_pixel_symmetric" -> {
        Output<?> rounded = tf.cast(axis.out, DataType.DT_DOUBLE);
        Output<?> adjustment = tf.binary("RealDiv", rounded, out);
        Output<?> center = tf.mul(in, number(0.5));
        yield tf.add(half, tf.mul(center, tf.sub(number(1), adjustment)));
      }
      case "align_corners" -> {
        Output<?> spread = tf.binary("RealDiv", tf.mul(i, tf.sub(in, number(1))), steps);
        yield tf.select(single, tf.unary("ZerosLike", spread), spread);
      }
      case "asymmetric" -> tf.binary("RealDiv", i, axis.scale);
      case "tf_crop_and_resize" -> crop(axis, i, in);
      default ->
          throw at.refuse(
              "coordinate_transformation_mode '"
                  + operator.coordinateTransformationMode()
                  + "' is none of ONNX's");
    };
  }

  private Output<?> crop(Axis axis, Output<?> i, Output<?> in) {
    Output<?> roi = tf.cast(at.in(1), DataType.DT_DOUBLE);
    int count = named().size();
    Output<?> start = tf.element(roi, axis.given);
    Output<?> end = tf.element(roi, axis.given + count);
    Output<?> last = tf.sub(in, number(1));
    Output<?> steps =
        tf.binary(
            "Maximum", tf.sub(tf.cast(axis.out, DataType.DT_DOUBLE), number(1)), number(1e-9));
    Output<?> span = tf.mul(tf.sub(end, start), last);
    Output<?> many = tf.add(tf.mul(start, last), tf.binary("RealDiv", tf.mul(i, span), steps));
    Output<?> one = tf.mul(tf.mul(tf.add(start, end), last), number(0.5));
    Output<?> ones = tf.unary("OnesLike", i);
    return tf.select(tf.binary("Equal", axis.out, tf.scalar(1)), tf.mul(ones, one), many);
  }

  /** Marks, for a crop, what lies outside of x; null for every other mode. */
  private @Nullable Output<?> outside(@Nullable Output<?> before, Output<?> positions, Axis axis) {
    if (!operator.coordinateTransformationMode().equals("tf_crop_and_resize")) {
      return null;
    }
    Output<?> last = tf.sub(tf.cast(axis.in, DataType.DT_DOUBLE), number(1));
    Output<?> marks =
        tf.binary(
            "LogicalOr",
            tf.binary("Less", positions, number(0)),
            tf.binary("Greater", positions, last));
    long[] along = new long[rank];
    Arrays.fill(along, 1);
    along[axis.axis] = -1;
    Output<?> shaped = tf.reshape(marks, along);
    return before == null ? shaped : tf.binary("LogicalOr", before, shaped);
  }

  // ---- interpolation along one axis ----

  private Output<?> nearest(Output<?> positions, Axis axis) {
    Output<?> rounded =
        switch (operator.nearestMode()) {
          case "round_prefer_floor" -> tf.unary("Ceil", tf.sub(positions, number(0.5)));
          case "round_prefer_ceil" -> tf.unary("Floor", tf.add(positions, number(0.5)));
          case "floor" -> tf.unary("Floor", positions);
          case "ceil" -> tf.unary("Ceil", positions);
          default ->
              throw at.refuse("nearest_mode '" + operator.nearestMode() + "' is none of ONNX's");
        };
    return clamp(tf.cast(rounded, DataType.DT_INT64), axis);
  }

  private Output<?> clamp(Output<?> index, Axis axis) {
    Output<?> last = tf.sub(axis.in, tf.scalar(1));
    return tf.binary("Maximum", tf.binary("Minimum", index, last), tf.scalar(0));
  }

  /** Multiplies the axis by a matrix: a row of weights for each entry of the result. */
  private Output<?> weighted(Output<?> x, Output<?> positions, Axis axis) {
    boolean cubic = operator.mode().equals("cubic");
    boolean stretch = operator.antialias() == 1;
    Output<?> narrow = stretch ? tf.binary("Minimum", axis.scale, number(1)) : number(1);
    Output<?> reach =
        tf.cast(
            tf.unary("Ceil", tf.binary("RealDiv", number(cubic ? 3 : 2), narrow)),
            DataType.DT_INT64);
    // The entries that the weights fall on, those beyond both ends of x included.
    Output<?> entries =
        tf.op("Range").in(tf.unary("Neg", reach), tf.add(axis.in, reach), tf.scalar(1)).out();
    Output<?> distance =
        tf.unary(
            "Abs",
            tf.sub(
                tf.expandDims(positions, 1),
                tf.expandDims(tf.cast(entries, DataType.DT_DOUBLE), 0)));
    Output<?> scaled = tf.mul(distance, narrow);
    Output<?> weights = cubic ? cubic(scaled) : linear(scaled);
    if (operator.excludeOutside() == 1) {
      Output<?> inside =
          tf.binary(
              "LogicalAnd",
              tf.binary("GreaterEqual", entries, tf.scalar(0)),
              tf.binary("Less", entries, axis.in));
      weights = tf.mul(weights, tf.cast(inside, DataType.DT_DOUBLE));
    }
    if (operator.excludeOutside() == 1 || stretch) {
      weights = tf.binary("RealDiv", weights, tf.reduce("Sum", weights, true, 1));
    }
    // Beyond its ends x goes on with its outermost entries.
    Output<?> owners =
        tf.op("OneHot")
            .in(clamp(entries, axis), tf.cast(axis.in, DataType.DT_INT32), number(1), number(0))
            .attr("axis", -1)
            .out();
    Output<?> matrix = tf.cast(tf.binary("MatMul", weights, owners), x.dataType());
    StringBuilder from = new StringBuilder();
    for (int i = 0; i < rank; i++) {
      from.append((char) ('a' + i));
    }
    char old = from.charAt(axis.axis);
    String to = from.toString().replace(old, 'z');
    return tf.op("Einsum")
        .list(List.of(x, matrix))
        .attr("equation", from + ",z" + old + "->" + to)
        .out();
  }

  private Output<?> linear(Output<?> distance) {
    return tf.unary("Relu", tf.sub(number(1), distance));
  }

  /** Keys' cubic with the coefficient that the operator gives. */
  private Output<?> cubic(Output<?> d) {
    double a = operator.cubicCoeffA();
    Output<?> square = tf.mul(d, d);
    Output<?> near =
        tf.add(tf.mul(tf.sub(tf.mul(d, number(a + 2)), number(a + 3)), square), number(1));
    Output<?> far =
        tf.sub(
            tf.mul(
                tf.add(tf.mul(tf.sub(tf.mul(d, number(a)), number(5 * a)), d), number(8 * a)), d),
            number(4 * a));
    Output<?> outer = tf.select(tf.binary("Less", d, number(2)), far, tf.unary("ZerosLike", d));
    return tf.select(tf.binary("LessEqual", d, number(1)), near, outer);
  }
}
