package dev.tenon.utils;

import dev.tenon.config.Config;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Computes how much boxes overlap: the intersection over union, plain and complete. */
final class BoxOverlap {
  private BoxOverlap() {}

  /** Returns the intersection over union of each box with each other one. */
  static Tensor iou(
      Tensor boxes1,
      Tensor boxes2,
      String boundingBoxFormat,
      boolean useMasking,
      double maskVal,
      long @Nullable [] imageShape) {
    checkRank("boxes1", boxes1);
    checkRank("boxes2", boxes2);
    BoxConversion.checkImage(imageShape);
    Tensor first = BoxConversion.convert(boxes1, boundingBoxFormat, "xyxy", imageShape);
    Tensor second = BoxConversion.convert(boxes2, boundingBoxFormat, "xyxy", imageShape);
    Tensor[] a = BoxFormat.columns(first);
    Tensor[] b = BoxFormat.columns(second);
    Arrays.setAll(b, i -> flat(b[i]));
    Tensor common = common(a, b);
    Tensor iou =
        common.divide(
            BoxEdges.area(a).add(BoxEdges.area(b)).subtract(common).add(Config.epsilon()));
    if (!useMasking) {
      return iou;
    }
    Tensor mask = first.max(-1, true).less(0).add(flat(second.max(-1, true).less(0)));
    Tensor.Writer writer = new Tensor.Writer(iou.dtype(), iou.size());
    for (int i = 0; i < iou.size(); i++) {
      writer.set(i, mask.getLong(i) != 0 ? maskVal : iou.getDouble(i));
    }
    return writer.build(iou.shape());
  }

  private static void checkRank(String argument, Tensor boxes) {
    if (boxes.rank() != 2 && boxes.rank() != 3) {
      throw new IllegalArgumentException(
          "computeIou: "
              + argument
              + ": expected the shape (boxes, 4) or (batch, boxes, 4), received "
              + boxes.shapeString());
    }
  }

  /** Returns a column (…, n, 1) as a row (…, 1, n). */
  private static Tensor flat(Tensor column) {
    return column.squeeze(-1).expandDims(-2);
  }

  private static Tensor common(Tensor[] a, Tensor[] b) {
    Tensor width = a[2].minimum(b[2]).subtract(a[0].maximum(b[0])).maximum(0);
    Tensor height = a[3].minimum(b[3]).subtract(a[1].maximum(b[1])).maximum(0);
    return width.multiply(height);
  }

  /** Returns the complete intersection over union, pair by pair. */
  static Tensor ciou(
      Tensor boxes1, Tensor boxes2, String boundingBoxFormat, long @Nullable [] imageShape) {
    BoxConversion.checkImage(imageShape);
    Tensor[] a =
        BoxFormat.columns(BoxConversion.convert(boxes1, boundingBoxFormat, "xyxy", imageShape));
    Tensor[] b =
        BoxFormat.columns(BoxConversion.convert(boxes2, boundingBoxFormat, "xyxy", imageShape));
    Tensor widthA = a[2].subtract(a[0]);
    Tensor heightA = a[3].subtract(a[1]).add(Config.epsilon());
    Tensor widthB = b[2].subtract(b[0]);
    Tensor heightB = b[3].subtract(b[1]).add(Config.epsilon());
    Tensor common = common(a, b);
    Tensor union =
        widthA
            .multiply(heightA)
            .add(widthB.multiply(heightB))
            .subtract(common)
            .add(Config.epsilon());
    Tensor iou = common.divide(union.add(Config.epsilon()));
    Tensor diagonal =
        a[2].maximum(b[2])
            .subtract(a[0].minimum(b[0]))
            .square()
            .add(a[3].maximum(b[3]).subtract(a[1].minimum(b[1])).square())
            .add(Config.epsilon());
    Tensor distance =
        middle(a, 0)
            .subtract(middle(b, 0))
            .square()
            .add(middle(a, 1).subtract(middle(b, 1)).square());
    Tensor v =
        arctan(widthB.divide(heightB))
            .subtract(arctan(widthA.divide(heightA)))
            .square()
            .multiply(4 / (Math.PI * Math.PI));
    Tensor alpha = v.divide(v.subtract(iou).add(1 + Config.epsilon()));
    return iou.subtract(distance.divide(diagonal).add(v.multiply(alpha))).squeeze(-1);
  }

  private static Tensor middle(Tensor[] edges, int axis) {
    return edges[axis].add(edges[axis + 2]).divide(2);
  }

  private static Tensor arctan(Tensor x) {
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), x.size());
    for (int i = 0; i < x.size(); i++) {
      writer.set(i, Math.atan(x.getDouble(i)));
    }
    return writer.build(x.shape());
  }
}
