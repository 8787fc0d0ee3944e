package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Convolution of every channel of images with one kernel. */
public final class ImageFilter {
  private ImageFilter() {}

  /** Slides a kernel (h, w) over each channel, with zeros around it. */
  public static Value apply(ImageBatch images, Value kernel) {
    Ops ops = images.ops();
    long tall = kernel.shape().length(0);
    long wide = kernel.shape().length(1);
    // One channel an image: no groups, and the number of channels need not be known.
    Value apart = images.last() ? ops.transpose(images.x(), 0, 3, 1, 2) : images.x();
    Dim height = apart.shape().dim(2);
    Dim width = apart.shape().dim(3);
    Value lengths =
        ops.concat(0, List.of(ops.longs(-1, 1), ops.length(apart, 2), ops.length(apart, 3)));
    Value single =
        ops.applyAs(
            Shape.of(Dim.unknown(), Dim.of(1), height, width),
            new Movement.Reshape(0),
            apart,
            lengths);
    Value weights = ops.reshape(kernel, Shape.of(1, 1, tall, wide));
    List<Long> pads = List.of((tall - 1) / 2, (wide - 1) / 2, tall / 2, wide / 2);
    Value slid =
        ops.apply(
            new Convolution.Conv("NOTSET", null, 1, List.of(tall, wide), pads, null, false),
            single,
            weights);
    Value back = ops.applyAs(apart.type(), new Movement.Reshape(0), slid, ops.shape(apart));
    return images.last() ? ops.transpose(back, 0, 2, 3, 1) : back;
  }

  /** Returns the kernel of constant numbers. */
  public static Value constant(Ops ops, DType type, float[] numbers, long tall, long wide) {
    return ops.cast(ops.constant(Tensor.of(numbers, tall, wide)), type);
  }

  /** Returns a Gaussian of two widths; its numbers are laid out as Keras lays them out. */
  public static Value gaussian(Ops ops, long tall, long wide, Value sigmas) {
    Value across = bell(ops, tall, ops.slice(sigmas, 0, 0, 1, 1));
    Value down = bell(ops, wide, ops.slice(sigmas, 0, 1, 2, 1));
    Value both = ops.mul(ops.unsqueeze(down, 1), ops.unsqueeze(across, 0));
    return ops.reshape(both, Shape.of(tall, wide));
  }

  private static Value bell(Ops ops, long size, Value sigma) {
    float[] places = new float[Math.toIntExact(size)];
    for (int i = 0; i < places.length; i++) {
      places[i] = i - (size - 1) / 2f;
    }
    Value x = ops.cast(ops.constant(Tensor.of(places, size)), sigma.dtype());
    Value far = ops.div(x, sigma);
    Value high = ops.exp(ops.mul(ops.mul(far, far), -0.5));
    return ops.div(high, ops.reduceSum(high, true, 0));
  }
}
