package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Where height and width are in a batch of images or a single one.
 *
 * @param x (batch, height, width, channels) or (batch, channels, height, width), or without batch
 * @param row the axis of the height; the width is the next one
 * @param channelsLast whether the channels follow
 */
record ImageAxes(Value x, int row, boolean channelsLast) {

  static ImageAxes of(String layer, Value x, String dataFormat) {
    if (x.rank() != 3 && x.rank() != 4) {
      throw new IllegalArgumentException(layer + " takes images of 3 or 4 axes, not " + x.shape());
    }
    boolean last = !dataFormat.equals("channels_first");
    return new ImageAxes(x, last ? x.rank() - 3 : x.rank() - 2, last);
  }

  ImageAxes with(Value other) {
    return new ImageAxes(other, row, channelsLast);
  }

  long height() {
    return x.shape().length(row);
  }

  long width() {
    return x.shape().length(row + 1);
  }

  boolean known() {
    return height() >= 0 && width() >= 0;
  }

  Value resize(Ops ops, long height, long width, String method, boolean antialias) {
    return TensorFlowResize.resize(ops, x, row, channelsLast, height, width, method, antialias);
  }

  /** Cuts a block whose first row and column are known. */
  ImageAxes crop(Ops ops, long top, long left, long height, long width) {
    Value block =
        ops.apply(
            new Movement.Slice(),
            x,
            ops.longs(top, left),
            ops.longs(top + height, left + width),
            ops.longs(row, row + 1L));
    return with(block);
  }

  /** Cuts the middle out, as large as the target is wide and high, for any image's size. */
  Value middle(Ops ops, long height, long width) {
    Value lengths = ops.concat(0, List.of(ops.length(x, row), ops.length(x, row + 1)));
    Value target = ops.longs(height, width);
    Value start = ops.div(ops.sub(lengths, target), ops.longs(2));
    Shape shape = x.shape().with(row, Dim.of(height)).with(row + 1, Dim.of(width));
    Value axes = ops.longs(row, row + 1L);
    return ops.applyAs(shape, new Movement.Slice(), x, start, ops.add(start, target), axes);
  }

  /** Cuts the largest block of the target's proportions out of the middle. */
  ImageAxes cropToAspect(Ops ops, long height, long width) {
    if (known()) {
      long tall = Math.max(1, Math.min(height(), scaled(width(), height, width)));
      long wide = Math.max(1, Math.min(width(), scaled(height(), width, height)));
      return crop(ops, (height() - tall) / 2, (width() - wide) / 2, tall, wide);
    }
    Value rows = ops.length(x, row);
    Value columns = ops.length(x, row + 1);
    Value tall = ops.max(ops.min(rows, scaled(ops, columns, height, width)), 1);
    Value wide = ops.max(ops.min(columns, scaled(ops, rows, width, height)), 1);
    Value block = ops.concat(0, List.of(tall, wide));
    Value lengths = ops.concat(0, List.of(rows, columns));
    Value start = ops.div(ops.sub(lengths, block), ops.longs(2));
    Value axes = ops.longs(row, row + 1L);
    Shape shape = x.shape().with(row, Dim.unknown()).with(row + 1, Dim.unknown());
    return with(ops.applyAs(shape, new Movement.Slice(), x, start, ops.add(start, block), axes));
  }

  /** Fills up the shorter sides evenly, so that the image gets the target's proportions. */
  ImageAxes padToAspect(Ops ops, long height, long width, double fill) {
    Value number = ops.scalar(x, fill);
    Value axes = ops.longs(row, row + 1L);
    if (known()) {
      long tall = (Math.max(height(), scaled(width(), height, width)) - height()) / 2;
      long wide = (Math.max(width(), scaled(height(), width, height)) - width()) / 2;
      Value pads = ops.longs(tall, wide, tall, wide);
      return with(ops.apply(new Movement.Pad("constant"), x, pads, number, axes));
    }
    Value rows = ops.length(x, row);
    Value columns = ops.length(x, row + 1);
    Value tall = ops.sub(ops.max(rows, scaled(ops, columns, height, width)), rows);
    Value wide = ops.sub(ops.max(columns, scaled(ops, rows, width, height)), columns);
    Value half = ops.div(ops.concat(0, List.of(tall, wide)), ops.longs(2));
    Value pads = ops.concat(0, List.of(half, half));
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    dims.set(row, Dim.unknown());
    dims.set(row + 1, Dim.unknown());
    return with(ops.applyAs(Shape.of(dims), new Movement.Pad("constant"), x, pads, number, axes));
  }

  /** Returns {@code side * target / other} as Keras computes it, in float32, cut to an integer. */
  private static long scaled(long side, long target, long other) {
    return (long) ((float) (side * target) / other);
  }

  private static Value scaled(Ops ops, Value side, long target, long other) {
    Value product = ops.apply(new Binary.Mul(), side, ops.longs(target));
    Value quotient = ops.div(ops.cast(product, DType.FLOAT32), (double) other);
    return ops.apply(new Unary.Cast(DType.INT64), quotient);
  }
}
