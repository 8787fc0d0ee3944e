package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;

/**
 * A batch of images and the positions of its height, width and channel axes.
 *
 * @param x (batch, height, width, channels) or (batch, channels, height, width)
 * @param last whether the channel axis is the last one
 */
public record ImageBatch(Ops ops, Value x, boolean last) {

  /** Returns a batch of other images with the same axes. */
  public ImageBatch with(Value other) {
    return new ImageBatch(ops, other, last);
  }

  /** Returns the axis of the height. */
  public int row() {
    return last ? 1 : 2;
  }

  /** Returns the axis of the width. */
  public int column() {
    return row() + 1;
  }

  /** Returns the axis of the channels. */
  public int channel() {
    return last ? 3 : 1;
  }

  /** Returns the shape of one number an image. */
  public Shape each() {
    return Shape.of(x.shape().dim(0), Dim.of(1), Dim.of(1), Dim.of(1));
  }

  /** Returns the length of an axis as a number of some type. */
  public Value length(int axis, DType type) {
    long known = x.shape().length(axis);
    return known >= 0
        ? ops.scalar(type, (double) known)
        : ops.cast(ops.squeeze(ops.length(x, axis), 0), type);
  }

  /** Limits the pixels to a range. */
  public Value clip(Value pixels, FactorRange range) {
    return ops.clip(pixels, range.low(), range.high());
  }

  /** Chooses by image or by pixel; the result has the type of {@code no}. */
  public Value choose(Value condition, Value yes, Value no) {
    return ops.applyAs(no.type(), new Variadic.Where(), condition, yes, no);
  }

  /** Mirrors along an axis. */
  public Value mirror(Value pixels, int axis) {
    return ops.reversed(pixels, axis);
  }

  /** Maps the pixels of one range to another. */
  public Value rescale(Value pixels, FactorRange from, FactorRange to) {
    if (from.equals(to)) {
      return pixels;
    }
    Value unit = ops.div(ops.sub(pixels, from.low()), from.span());
    return ops.add(ops.mul(unit, to.span()), to.low());
  }

  /** Returns the images with their channels last. */
  Value channelsLast() {
    return last ? x : ops.transpose(x, 0, 2, 3, 1);
  }

  /** Undoes {@link #channelsLast}. */
  Value original(Value images) {
    return last ? images : ops.transpose(images, 0, 3, 1, 2);
  }

  /** Slides one kernel (h, w) of odd lengths over each channel, with zeros around it. */
  public Value filter(Value kernel) {
    return ImageFilter.apply(this, kernel);
  }

  /** Transforms images by projections of eight numbers each, (batch, 8). */
  Value move(Value rows, ImageResampling.ImageProjectiveTransform how) {
    return original(ops.apply(how, channelsLast(), rows));
  }
}
