package dev.tenon.utils;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/** An affine transformation of boxes for each image of a batch: scalars or tensors (batch). */
record AffineBoxes(
    Tensor angle,
    Tensor translateX,
    Tensor translateY,
    Tensor scale,
    Tensor shearX,
    Tensor shearY,
    Tensor centerX,
    Tensor centerY) {
  /** Returns the boxes (batch, boxes, 4) around the transformed corners. */
  Tensor apply(Tensor boxes, int height, int width) {
    if (boxes.rank() != 3 || boxes.dim(2) != 4) {
      throw new IllegalArgumentException(
          "affineTransform: boxes: expected the shape (batch, boxes, 4), received "
              + boxes.shapeString());
    }
    Tensor.Writer writer = new Tensor.Writer(DType.FLOAT32, boxes.size());
    int count = Math.toIntExact(boxes.dim(1));
    for (int b = 0; b < boxes.dim(0); b++) {
      double[] matrix = matrix(b, height, width);
      for (int i = 0; i < count; i++) {
        write(writer, boxes, (b * count + i) * 4, matrix);
      }
    }
    return writer.build(boxes.shape());
  }

  private static double at(String argument, Tensor values, int b) {
    if (values.rank() > 1 || (values.size() != 1 && b >= values.size())) {
      throw new IllegalArgumentException(
          "affineTransform: "
              + argument
              + ": expected a number for each image, received the shape "
              + values.shapeString());
    }
    return values.getDouble(values.size() == 1 ? 0 : b);
  }

  /** Returns the inverse of rotation, scale, shear and translation, row by row (2, 3). */
  private double[] matrix(int b, int height, int width) {
    double rotation = Math.toRadians(-at("angle", angle, b));
    double sx = Math.toRadians(-at("shearX", shearX, b));
    double sy = Math.toRadians(-at("shearY", shearY, b));
    double cx = at("centerX", centerX, b) * (width - 1);
    double cy = at("centerY", centerY, b) * (height - 1);
    double x = cx - at("translateX", translateX, b) * (width - 1);
    double y = cy - at("translateY", translateY, b) * (height - 1);
    double factor = at("scale", scale, b);
    double a = Math.cos(rotation - sy) / Math.cos(sy);
    double c = -Math.sin(rotation - sy) / Math.cos(sy);
    double a0 = (Math.cos(rotation) - c * Math.tan(sx)) * factor;
    double a1 = -(a * Math.tan(sx) + Math.sin(rotation)) * factor;
    double b0 = -c * factor;
    double b1 = a * factor;
    return new double[] {a0, a1, cx - a0 * x - a1 * y, b0, b1, cy - b0 * x - b1 * y};
  }

  private static void write(Tensor.Writer writer, Tensor boxes, int from, double[] m) {
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int corner = 0; corner < 4; corner++) {
      double x = boxes.getDouble(from + corner % 2 * 2);
      double y = boxes.getDouble(from + 1 + corner / 2 * 2);
      for (int axis = 0; axis < 2; axis++) {
        double moved = m[axis * 3] * x + m[axis * 3 + 1] * y + m[axis * 3 + 2];
        low[axis] = Math.min(low[axis], moved);
        high[axis] = Math.max(high[axis], moved);
      }
    }
    for (int axis = 0; axis < 2; axis++) {
      writer.set(from + axis, low[axis]);
      writer.set(from + 2 + axis, high[axis]);
    }
  }
}
