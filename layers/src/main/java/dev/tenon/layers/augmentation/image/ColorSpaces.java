package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Conversions of RGB images to grayscale and to hue, saturation and value, as in TensorFlow. */
public record ColorSpaces(Value hue, Value saturation, Value value) {
  private static final float[] GREY = {0.2989f, 0.587f, 0.114f};

  /** Returns the brightness of each pixel, with one channel. */
  public static Value grey(ImageBatch images) {
    Ops ops = images.ops();
    long channels = images.x().shape().length(images.channel());
    if (channels == 1) {
      return images.x();
    }
    check(channels);
    long[] shape = {1, 1, 1, 1};
    shape[images.channel()] = GREY.length;
    Value weights = ops.cast(ops.constant(Tensor.of(GREY, shape)), images.x().dtype());
    return ops.reduceSum(ops.mul(images.x(), weights), true, images.channel());
  }

  private static void check(long channels) {
    if (channels != GREY.length) {
      throw new IllegalArgumentException(
          "images have three channels here, red, green and blue, not " + channels);
    }
  }

  /** Takes images of red, green and blue apart. */
  public static ColorSpaces of(ImageBatch images) {
    Ops ops = images.ops();
    check(images.x().shape().length(images.channel()));
    List<Value> rgb = ops.split(images.x(), images.channel(), 1, 1, 1);
    Value red = rgb.get(0);
    Value green = rgb.get(1);
    Value blue = rgb.get(2);
    Value value = ops.max(ops.max(red, green), blue);
    Value range = ops.sub(value, ops.min(ops.min(red, green), blue));
    Value zero = ops.scalar(value, 0);
    Value bright = ops.greater(value, zero);
    Value one = ops.scalar(value, 1);
    Value saturation = ops.where(bright, ops.div(range, ops.where(bright, value, one)), zero);
    Value colored = ops.greater(range, zero);
    Value norm = ops.mul(ops.div(one, ops.where(colored, range, one)), 1.0 / 6);
    Value fromRed = ops.mul(norm, ops.sub(green, blue));
    Value fromGreen = ops.add(ops.mul(norm, ops.sub(blue, red)), 1.0 / 3);
    Value fromBlue = ops.add(ops.mul(norm, ops.sub(red, green)), 2.0 / 3);
    Value others = ops.where(ops.equal(green, value), fromGreen, fromBlue);
    Value hue = ops.where(ops.equal(red, value), fromRed, others);
    hue = ops.where(colored, hue, zero);
    hue = ops.where(ops.less(hue, zero), ops.add(hue, 1), hue);
    return new ColorSpaces(hue, saturation, value);
  }

  /** Takes images of hue, saturation and value apart. */
  public static ColorSpaces apart(ImageBatch images) {
    check(images.x().shape().length(images.channel()));
    List<Value> parts = images.ops().split(images.x(), images.channel(), 1, 1, 1);
    return new ColorSpaces(parts.get(0), parts.get(1), parts.get(2));
  }

  /** Puts hue, saturation and value into one image. */
  public Value joined(ImageBatch images) {
    return images.ops().concat(images.channel(), List.of(hue, saturation, value));
  }

  /** Returns the colors with another hue. */
  public ColorSpaces withHue(Value other) {
    return new ColorSpaces(other, saturation, value);
  }

  /** Returns the colors with another saturation. */
  public ColorSpaces withSaturation(Value other) {
    return new ColorSpaces(hue, other, value);
  }

  /** Puts red, green and blue together again. */
  public Value rgb(ImageBatch images) {
    Ops ops = images.ops();
    Value turn = ops.mul(hue, 6);
    Value red = ops.clip(ops.sub(ops.abs(ops.sub(turn, 3)), 1), 0, 1);
    Value green = ops.clip(ops.sub(2, ops.abs(ops.sub(turn, 2))), 0, 1);
    Value blue = ops.clip(ops.sub(2, ops.abs(ops.sub(turn, 4))), 0, 1);
    Value rest = ops.sub(1, saturation);
    List<Value> parts =
        List.of(red, green, blue).stream()
            .map(part -> ops.mul(ops.add(rest, ops.mul(saturation, part)), value))
            .toList();
    return ops.concat(images.channel(), parts);
  }
}
