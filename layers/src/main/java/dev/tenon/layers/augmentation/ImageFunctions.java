package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.AffineTransform;
import dev.tenon.layers.augmentation.image.ColorSpaces;
import dev.tenon.layers.augmentation.image.Homography;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.ImageFilter;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * Image operations of Keras on (batch, height, width, channels) or (batch, channels, height,
 * width).
 *
 * @param ops the operators to compute with
 * @param last whether the channel axis is the last one
 */
public record ImageFunctions(Ops ops, boolean last) {

  private ImageBatch batch(Value images) {
    return new ImageBatch(ops, images, last);
  }

  /** Returns the brightness of each pixel, with one channel. */
  public Value grey(Value images) {
    return ColorSpaces.grey(batch(images));
  }

  /** Returns hue, saturation and value of red, green and blue. */
  public Value hsv(Value images) {
    return ColorSpaces.of(batch(images)).joined(batch(images));
  }

  /** Returns red, green and blue of hue, saturation and value. */
  public Value rgb(Value images) {
    return ColorSpaces.apart(batch(images)).rgb(batch(images));
  }

  /** Blurs by a Gaussian of some lengths and widths. */
  public Value blurred(Value images, long tall, long wide, double[] sigma) {
    Value sigmas = ops.constant(Tensor.of(sigma, sigma.length).cast(images.dtype()));
    return ImageFilter.apply(batch(images), ImageFilter.gaussian(ops, tall, wide, sigmas));
  }

  /**
   * Moves pixels.
   *
   * @param rows eight numbers an image, (batch, 8) or (1, 8)
   */
  public Value moved(
      Value images, Value rows, String interpolation, String fillMode, double fillValue) {
    AffineTransform affine = new AffineTransform(fillMode, fillValue, interpolation);
    return affine.move(batch(images), ops.cast(rows, DType.FLOAT32));
  }

  /**
   * Moves four points of images to four others.
   *
   * @param start the points, (batch or 1, 4, 2), x before y
   * @param end their images
   */
  public Value projected(
      Value images, Value start, Value end, String interpolation, double fillValue) {
    Value from = ops.cast(start, DType.FLOAT32);
    Value rows = Homography.rows(ops, from, ops.cast(end, DType.FLOAT32));
    return moved(images, rows, interpolation, "constant", fillValue);
  }
}
