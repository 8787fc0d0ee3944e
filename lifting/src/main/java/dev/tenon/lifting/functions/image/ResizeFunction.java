package dev.tenon.lifting.functions.image;

import dev.tenon.ir.op.ImageResampling;
import dev.tenon.lifting.functions.FunctionNode;
import dev.tenon.lifting.functions.FunctionWriter;
import dev.tenon.lifting.functions.NoFunctionException;
import dev.tenon.lifting.functions.Operand;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes Resize axis by axis: as entries at fixed positions (nearest), or as a product with a fixed
 * matrix of weights (linear, cubic).
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Resize.html">ONNX: Resize</a>
 */
final class ResizeFunction {
  private final ImageResampling.Resize operator;
  private final FunctionNode node;
  private final FunctionWriter writer;

  private ResizeFunction(FunctionNode node) {
    this.operator = node.operator(ImageResampling.Resize.class);
    this.node = node;
    this.writer = node.writer();
  }

  /** One axis: its lengths before and after, the factor between them, and its place in the roi. */
  private record Axis(int axis, long in, long out, double scale, int given) {}

  static Operand write(FunctionNode node) {
    return new ResizeFunction(node).write();
  }

  private boolean crops() {
    return operator.coordinateTransformationMode().equals("tf_crop_and_resize");
  }

  private Operand write() {
    Operand x = node.in(0);
    boolean nearest = operator.mode().equals("nearest");
    Operand result = nearest || x.dtype().isFloating() ? x : writer.cast(x, DType.FLOAT32);
    List<Axis> axes = axes(x);
    for (Axis axis : axes) {
      double[] positions = positions(axis);
      result =
          nearest
              ? writer.take(result, axis.axis, nearest(positions, axis))
              : weighted(result, axis, matrix(positions, axis));
    }
    if (crops()) {
      for (Axis axis : axes) {
        result = outside(result, axis);
      }
    }
    return writer.cast(result, x.dtype());
  }

  private List<Axis> axes(Operand x) {
    List<Axis> axes = new ArrayList<>();
    int count = operator.axes() == null ? x.rank() : operator.axes().size();
    boolean scaled = !node.has(3);
    Tensor scales = scaled ? node.constant(2, "scales") : null;
    long[] sizes = scaled ? null : node.wholes(3, "sizes");
    double common = sizes == null ? 0 : common(x, sizes, count);
    for (int i = 0; i < count; i++) {
      int axis = operator.axes() == null ? i : x.axis(operator.axes().get(i));
      long in = x.length(axis);
      boolean same = scales != null ? scales.getDouble(i) == 1 : sizes != null && sizes[i] == in;
      boolean samples = axis == x.batch() && !writer.isFixed();
      if (!crops() && (same || (samples && keeps(axis)))) {
        continue;
      }
      writer.along(x, axis);
      if (in < 0) {
        throw new NoFunctionException("resizes an axis of open length");
      }
      if (scales != null) {
        double scale = scales.getDouble(i);
        axes.add(new Axis(axis, in, (long) Math.floor(in * scale), scale, i));
      } else if (common > 0) {
        axes.add(new Axis(axis, in, (long) Math.floor(in * common + 0.5), common, i));
      } else if (sizes != null) {
        axes.add(new Axis(axis, in, sizes[i], (double) sizes[i] / in, i));
      }
    }
    return axes;
  }

  private boolean keeps(int axis) {
    return node.node().input(0).shape().ranked()
        && node.shape().dim(axis).equals(node.node().input(0).shape().dim(axis));
  }

  /** Returns the one factor of all axes where the aspect ratio is kept; 0 where it is not. */
  private double common(Operand x, long[] sizes, int count) {
    if (operator.keepAspectRatioPolicy().equals("stretch")) {
      return 0;
    }
    boolean least = operator.keepAspectRatioPolicy().equals("not_larger");
    double best = least ? Double.MAX_VALUE : 0;
    for (int i = 0; i < count; i++) {
      int axis = operator.axes() == null ? i : x.axis(operator.axes().get(i));
      double scale = (double) sizes[i] / x.length(axis);
      best = least ? Math.min(best, scale) : Math.max(best, scale);
    }
    return best;
  }

  /** Returns where in x the entries of the result lie. */
  private double[] positions(Axis axis) {
    double[] positions = new double[Math.toIntExact(axis.out)];
    double wide = axis.in * axis.scale;
    double[] crop = crops() ? crop(axis) : new double[2];
    for (int i = 0; i < positions.length; i++) {
      double half = (i + 0.5) / axis.scale - 0.5;
      positions[i] =
          switch (operator.coordinateTransformationMode()) {
            case "half_pixel" -> half;
            case "pytorch_half_pixel" -> axis.out == 1 ? 0 : half;
            case "half_pixel_symmetric" -> half + axis.in * 0.5 * (1 - axis.out / wide);
            case "align_corners" ->
                axis.out == 1 ? 0 : i * (axis.in - 1.0) / Math.max(wide - 1, 1e-9);
            case "asymmetric" -> i / axis.scale;
            case "tf_crop_and_resize" -> {
              double last = axis.in - 1.0;
              yield axis.out == 1
                  ? 0.5 * (crop[0] + crop[1]) * last
                  : crop[0] * last + i * (crop[1] - crop[0]) * last / (axis.out - 1);
            }
            default ->
                throw new NoFunctionException(
                    "places entries by " + operator.coordinateTransformationMode());
          };
    }
    return positions;
  }

  private double[] crop(Axis axis) {
    Tensor roi = node.constant(1, "region");
    int count = roi.size() / 2;
    return new double[] {roi.getDouble(axis.given), roi.getDouble(axis.given + count)};
  }

  private long[] nearest(double[] positions, Axis axis) {
    long[] entries = new long[positions.length];
    for (int i = 0; i < entries.length; i++) {
      double at = positions[i];
      double rounded =
          switch (operator.nearestMode()) {
            case "round_prefer_floor" -> Math.ceil(at - 0.5);
            case "round_prefer_ceil" -> Math.floor(at + 0.5);
            case "floor" -> Math.floor(at);
            case "ceil" -> Math.ceil(at);
            default -> throw new NoFunctionException("rounds by " + operator.nearestMode());
          };
      entries[i] = Math.max(0, Math.min((long) rounded, axis.in - 1));
    }
    return entries;
  }

  /** Returns the weights of the entries of x (rows) in those of the result (columns). */
  private Tensor matrix(double[] positions, Axis axis) {
    boolean cubic = operator.mode().equals("cubic");
    boolean smooth = operator.antialias() == 1;
    double narrow = smooth ? Math.min(axis.scale, 1) : 1;
    int reach = (int) Math.ceil((cubic ? 2 : 1) / narrow) + 1;
    int in = Math.toIntExact(axis.in);
    double[] weights = new double[Math.multiplyExact(in, positions.length)];
    for (int column = 0; column < positions.length; column++) {
      double sum = 0;
      int middle = (int) Math.floor(positions[column]);
      double[] own = new double[in];
      for (int entry = middle - reach; entry <= middle + reach + 1; entry++) {
        double distance = Math.abs(positions[column] - entry) * narrow;
        double weight = cubic ? cubic(distance) : Math.max(0, 1 - distance);
        boolean inside = entry >= 0 && entry < in;
        if (!inside && operator.excludeOutside() == 1) {
          continue;
        }
        sum += weight;
        // Beyond its ends x goes on with its outermost entries.
        own[Math.max(0, Math.min(entry, in - 1))] += weight;
      }
      boolean scaled = operator.excludeOutside() == 1 || smooth;
      for (int row = 0; row < in; row++) {
        weights[row * positions.length + column] = scaled ? own[row] / sum : own[row];
      }
    }
    return Tensor.of(weights, in, positions.length);
  }

  /** Keys' cubic with the coefficient that the operator gives. */
  private double cubic(double d) {
    double a = operator.cubicCoeffA();
    if (d <= 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  }

  private Operand weighted(Operand x, Axis axis, Tensor matrix) {
    int[] order = new int[x.rank()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    order[axis.axis] = x.rank() - 1;
    order[x.rank() - 1] = axis.axis;
    Operand last = writer.transpose(x, order);
    Operand product =
        writer.call("Matmul", Map.of(), last.batch(), last, Operand.of(matrix.cast(x.dtype())));
    return writer.transpose(product, order);
  }

  /** Puts the number for what lies outside of x in its places along an axis. */
  private Operand outside(Operand result, Axis axis) {
    double[] positions = positions(axis);
    boolean[] marks = new boolean[positions.length];
    boolean any = false;
    for (int i = 0; i < marks.length; i++) {
      marks[i] = positions[i] < 0 || positions[i] > axis.in - 1;
      any |= marks[i];
    }
    if (!any) {
      return result;
    }
    long[] shape = new long[result.rank()];
    Arrays.fill(shape, 1);
    shape[axis.axis] = marks.length;
    Operand beyond = Operand.of(Tensor.of(marks, shape));
    Operand number = FunctionWriter.number(result, operator.extrapolationValue());
    return writer.where(beyond, number, result);
  }
}
