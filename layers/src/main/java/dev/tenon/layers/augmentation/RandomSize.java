package dev.tenon.layers.augmentation;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.tensor.DType;
import java.util.List;

/** How the height or the width of a batch is drawn and changed. */
final class RandomSize {
  private RandomSize() {}

  static DrawnChange draw(
      SeededRandom chance, FactorRange factor, String interpolation, boolean height) {
    boolean nearest = interpolation.equals("nearest");
    if (!nearest && !interpolation.equals("bilinear")) {
      throw new UnsupportedModelException(
          (height ? "RandomHeight" : "RandomWidth")
              + " runs in training with the interpolations bilinear and nearest, not '"
              + interpolation
              + "'");
    }
    Ops ops = chance.ops();
    ImageBatch drawn = chance.images();
    int axis = height ? drawn.row() : drawn.column();
    FactorRange times = new FactorRange(1 + factor.low(), 1 + factor.high());
    Value drawnLength =
        ops.mul(
            chance.uniform(times, DType.FLOAT32, Shape.of(List.of())),
            drawn.length(axis, DType.FLOAT32));
    Value length = ops.max(ops.cast(drawnLength, DType.INT64), 1);
    ImageResampling.Resize resize =
        new ImageResampling.Resize(
            0,
            List.of((long) axis),
            "half_pixel",
            -0.75f,
            0,
            0f,
            "stretch",
            nearest ? "nearest" : "linear",
            nearest ? "round_prefer_ceil" : "round_prefer_floor");
    return images -> {
      Value x = images.x();
      Shape open = x.shape().with(axis, Dim.unknown());
      return ops.applyAs(x.type().with(open), resize, x, null, null, ops.unsqueeze(length, 0));
    };
  }
}
