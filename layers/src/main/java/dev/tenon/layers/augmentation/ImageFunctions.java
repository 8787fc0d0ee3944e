package dev.tenon.layers.augmentation;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;
import dev.tenon.layers.augmentation.image.AffineTransform;
import dev.tenon.layers.augmentation.image.ColorSpaces;
import dev.tenon.layers.augmentation.image.Homography;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.ImageFilter;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * What Keras' functions do to pictures, (batch, h, w, channels) or (batch, channels, h, w).
 *
 * @param ops to compute with
 * @param last whether the channels lie last
 */
public record ImageFunctions(Ops ops, boolean last) {

  private ImageBatch batch(Value pictures) {
    return new ImageBatch(ops, pictures, last);
  }

  /** Returns the brightness of each pixel, with one channel. */
  public Value grey(Value pictures) {
    return ColorSpaces.grey(batch(pictures));
  }

  /** Returns hue, saturation and value of red, green and blue. */
  public Value hsv(Value pictures) {
    return ColorSpaces.of(batch(pictures)).joined(batch(pictures));
  }

  /** Returns red, green and blue of hue, saturation and value. */
  public Value rgb(Value pictures) {
    return ColorSpaces.apart(batch(pictures)).rgb(batch(pictures));
  }

  /** Blurs by a Gaussian of some lengths and widths. */
  public Value blurred(Value pictures, long tall, long wide, double[] sigma) {
    Value sigmas = ops.constant(Tensor.of(sigma, sigma.length).cast(pictures.dtype()));
    return ImageFilter.apply(batch(pictures), ImageFilter.gaussian(ops, tall, wide, sigmas));
  }

  /**
   * Moves pixels.
   *
   * @param rows eight numbers a picture, (batch, 8) or (1, 8)
   */
  public Value moved(
      Value pictures, Value rows, String interpolation, String fillMode, double fillValue) {
    AffineTransform affine = new AffineTransform(fillMode, fillValue, interpolation);
    return affine.move(batch(pictures), ops.cast(rows, DType.FLOAT32));
  }

  /**
   * Moves four points of pictures to four others.
   *
   * @param start where the points are, (batch or 1, 4, 2), x before y
   * @param end where they go
   */
  public Value projected(
      Value pictures, Value start, Value end, String interpolation, double fillValue) {
    Value from = ops.cast(start, DType.FLOAT32);
    Value rows = Homography.rows(ops, from, ops.cast(end, DType.FLOAT32));
    return moved(pictures, rows, interpolation, "constant", fillValue);
  }
}
