package dev.tenon.layers.ops.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.nn.NeuralOps;
import java.util.List;

/**
 * Functions of {@code keras.ops.image} on the positions of pixels: padding, cropping and
 * transformations.
 */
public final class ImageGeometryOps {
  private ImageGeometryOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add(
        "PadImages",
        "",
        "images top_padding left_padding bottom_padding right_padding target_height target_width"
            + " data_format",
        args -> List.of(padded(args)));
    table.add(
        "CropImages",
        "",
        "images top_cropping left_cropping bottom_cropping right_cropping target_height"
            + " target_width data_format",
        args -> List.of(cropped(args)));
    table.add(
        "AffineTransform",
        "",
        "images transform interpolation fill_mode fill_value data_format",
        args -> List.of(moved(args)));
    table.add(
        "PerspectiveTransform",
        "",
        "images start_points end_points interpolation fill_value data_format",
        args -> List.of(projected(args)));
  }

  private static int rows(OpArgs args) {
    Value x = args.value(0);
    if (x.rank() != 3 && x.rank() != 4) {
      throw args.refuse("takes images of 3 or 4 axes, not " + x.shape());
    }
    return x.rank() - (NeuralOps.last(args, 7) ? 3 : 2);
  }

  private static Value padded(OpArgs args) {
    Value x = args.value(0);
    int row = rows(args);
    long[] pads = new long[2 * x.rank()];
    for (int i = 0; i < 2; i++) {
      Long first = args.wholeOrNull(1 + i);
      Long last = args.wholeOrNull(3 + i);
      long rest = first != null && last != null ? 0 : rest(args, x, row + i, 5 + i, 1);
      long before = first == null ? rest - (last == null ? 0 : last) : first;
      long after = last == null ? rest - before : last;
      if (before < 0 || after < 0) {
        throw args.refuse("has a negative margin around " + x.shape());
      }
      pads[row + i] = before;
      pads[x.rank() + row + i] = after;
    }
    Ops ops = args.ops();
    return ops.apply(new Movement.Pad("constant"), x, ops.longs(pads), ops.scalar(x, 0));
  }

  /** Returns by how much a target differs from a length. */
  private static long rest(OpArgs args, Value x, int axis, int target, long sign) {
    Long given = args.wholeOrNull(target);
    long length = x.shape().length(axis);
    if (given == null || length < 0) {
      throw args.refuse(
          "needs margins for both sides, or one, a target and images of known lengths, not "
              + x.shape());
    }
    return sign * (given - length);
  }

  private static Value cropped(OpArgs args) {
    Value given = args.value(0);
    Value x = given;
    int row = rows(args);
    for (int i = 0; i < 2; i++) {
      Long first = args.wholeOrNull(1 + i);
      Long last = args.wholeOrNull(3 + i);
      Long wanted = args.wholeOrNull(5 + i);
      long before =
          first != null ? first : rest(args, given, row + i, 5 + i, -1) - (last == null ? 0 : last);
      long length = given.shape().length(row + i);
      if (wanted == null && (length < 0 || last == null)) {
        throw args.refuse("needs targets, or margins and images of known lengths");
      }
      long kept = wanted == null ? length - before - (last == null ? 0 : last) : wanted;
      if (before < 0 || kept < 0 || (length >= 0 && before + kept > length)) {
        throw args.refuse("cuts more than there is out of " + given.shape());
      }
      x = args.ops().slice(x, row + i, before, before + kept, 1);
    }
    return x;
  }

  private static Value moved(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.value(1);
    Value rows = given.rank() == 1 ? ops.unsqueeze(given, 0) : given;
    String interpolation = args.text(2, "bilinear");
    String mode = args.text(3, "constant");
    return ImageColorOps.each(
        args, 5, args.value(0), (f, x) -> f.moved(x, rows, interpolation, mode, args.number(4, 0)));
  }

  private static Value projected(OpArgs args) {
    Value start = points(args, 1);
    Value end = points(args, 2);
    String interpolation = args.text(3, "bilinear");
    double fill = args.number(4, 0);
    return ImageColorOps.each(
        args, 5, args.value(0), (f, x) -> f.projected(x, start, end, interpolation, fill));
  }

  private static Value points(OpArgs args, int index) {
    Value given = args.value(index);
    Value points = given.rank() == 2 ? args.ops().unsqueeze(given, 0) : given;
    Shape four = Shape.of(points.shape().dim(0), Dim.of(4), Dim.of(2));
    if (points.rank() != 3 || !points.shape().equals(four)) {
      throw args.refuse("takes four points of two numbers, not " + given.shape());
    }
    return points;
  }
}
