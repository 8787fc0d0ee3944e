package dev.tenon.layers.preprocessing;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Resizes images as TensorFlow's {@code tf.image.resize}, with half-pixel centers.
 *
 * <p>Bilinear and nearest become ONNX's Resize. Other methods and antialiasing become a product
 * with a matrix for each axis. They need a known height and width, and fail with an {@link
 * dev.tenon.error.UnsupportedModelException} otherwise.
 *
 * @see <a href="https://www.tensorflow.org/api_docs/python/tf/image/resize">tf.image.resize</a>
 */
public final class TensorFlowResize {
  private TensorFlowResize() {}

  /**
   * Resizes the images in x.
   *
   * @param x floating-point images with any number of axes before height and width
   * @param row the axis of the height; the width is the next axis
   * @param channelsLast whether an axis follows the width
   * @param method bilinear, nearest, bicubic, area, lanczos3, lanczos5, gaussian or mitchellcubic
   */
  public static Value resize(
      Ops ops,
      Value x,
      int row,
      boolean channelsLast,
      long height,
      long width,
      String method,
      boolean antialias) {
    Shape shape = x.shape();
    if (shape.length(row) == height && shape.length(row + 1) == width) {
      return x;
    }
    return filtered(ops, x, row, channelsLast, height, width, method, antialias);
  }

  /** Resizes as {@link #resize} does; some methods blur images that keep their size, too. */
  public static Value filtered(
      Ops ops,
      Value x,
      int row,
      boolean channelsLast,
      long height,
      long width,
      String method,
      boolean antialias) {
    Shape shape = x.shape();
    if (method.equals("nearest") || (method.equals("bilinear") && !antialias)) {
      return resizeOperator(ops, x, row, height, width, method);
    }
    if (shape.length(row) < 0 || shape.length(row + 1) < 0) {
      throw new UnsupportedModelException(
          "resizing by '"
              + method
              + (antialias ? "' with antialias" : "'")
              + " needs images of a known height and width, not "
              + shape
              + "; give the model's input a fixed size, or use bilinear or nearest");
    }
    Value rows = weights(ops, x, method, shape.length(row), height, antialias);
    Value columns = weights(ops, x, method, shape.length(row + 1), width, antialias);
    if (!channelsLast) {
      return ops.matMul(ops.matMul(rows, x), ops.transpose(columns, 1, 0));
    }
    // A row of pixels with its channels is one long row while the height changes.
    Dim flat = shape.dim(row + 1).times(shape.dim(row + 2));
    Value lines = ops.reshape(x, shape.sub(0, row + 1).concat(Shape.of(flat)));
    Shape tall = shape.with(row, Dim.of(height));
    return ops.matMul(columns, ops.reshape(ops.matMul(rows, lines), tall));
  }

  private static Value weights(
      Ops ops, Value x, String method, long in, long out, boolean antialias) {
    int from = Math.toIntExact(in);
    Tensor matrix = ResampleWeights.of(method, from, Math.toIntExact(out), antialias);
    return ops.constant(matrix.cast(x.dtype()));
  }

  private static Value resizeOperator(
      Ops ops, Value x, int row, long height, long width, String method) {
    boolean nearest = method.equals("nearest");
    ImageResampling.Resize resize =
        new ImageResampling.Resize(
            0,
            List.of((long) row, row + 1L),
            "half_pixel",
            -0.75f,
            0,
            0f,
            "stretch",
            nearest ? "nearest" : "linear",
            nearest ? "round_prefer_ceil" : "round_prefer_floor");
    return ops.apply(resize, x, null, null, ops.longs(height, width));
  }

  /** Rounds to integers, and limits them to the range of their type. */
  public static Value whole(Ops ops, Value x, DType type) {
    Value whole = ops.apply(new Unary.Round(), x);
    if (type.bytes() < Integer.BYTES) {
      double bits = 8.0 * type.bytes();
      double high = Math.pow(2, type.isUnsigned() ? bits : bits - 1) - 1;
      double low = type.isUnsigned() ? 0 : -high - 1;
      whole = ops.clip(whole, low, high);
    }
    return ops.cast(whole, type);
  }
}
