package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;

/** A rectangle in each image of a batch. */
public record BoundingBox(Side across, Side down) {
  /** The start and the end, (batch, 1, 1, 1) each. */
  public record Side(Value start, Value end) {}

  /**
   * Draws the position of one side.
   *
   * @param share which part of the axis it covers, (batch, 1, 1, 1)
   */
  public static Side draw(SeededRandom chance, int axis, Value share) {
    Ops ops = chance.ops();
    Value length = chance.images().length(axis, share.dtype());
    Value size = ops.mul(share, length);
    Value start = ops.mul(chance.uniform(FactorRange.UNIT, share.dtype()), ops.sub(length, size));
    return new Side(start, ops.add(start, size));
  }

  /** Returns whether pixels are inside, (batch, h, w, 1) or (batch, 1, h, w). */
  public Value inside(ImageBatch images) {
    Ops ops = images.ops();
    Value columns = within(images, images.column(), across);
    return ops.and(columns, within(images, images.row(), down));
  }

  private static Value within(ImageBatch images, int axis, Side side) {
    Ops ops = images.ops();
    Value length = images.length(axis, DType.INT64);
    Value count =
        ops.apply(
            new Generation.Range(), ops.scalar(DType.INT64, 0), length, ops.scalar(DType.INT64, 1));
    Shape along = Shape.of(1, 1, 1, 1).with(axis, images.x().shape().dim(axis));
    long[] target = {1, 1, 1, 1};
    target[axis] = -1;
    Value places = ops.applyAs(along, new Movement.Reshape(0), count, ops.longs(target));
    Value grid = ops.cast(places, side.start().dtype());
    return ops.and(ops.greaterOrEqual(grid, side.start()), ops.less(grid, side.end()));
  }
}
