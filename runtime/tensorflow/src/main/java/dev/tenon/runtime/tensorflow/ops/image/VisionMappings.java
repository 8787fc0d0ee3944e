package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.Vision;
import dev.tenon.runtime.tensorflow.emit.MappingTable;

/** How operators of image networks are written. */
public final class VisionMappings {
  private VisionMappings() {}

  public static void register(MappingTable to) {
    to.many(Vision.AffineGrid.class, (o, at) -> at.expanded());
    to.many(Vision.Col2Im.class, (o, at) -> at.expanded());
    to.many(Vision.DeformConv.class, (o, at) -> at.expanded());
    to.many(Vision.MaxPoolPositions.class, (o, at) -> at.expanded());
    to.many(Vision.MaxRoiPool.class, (o, at) -> at.expanded());
    to.many(Vision.MaxUnpool.class, (o, at) -> at.expanded());
    to.many(Vision.RoiAlign.class, (o, at) -> at.expanded());
    to.single(Vision.NonMaxSuppression.class, (o, at) -> new BoxSelection(o, at).emit());
  }
}
