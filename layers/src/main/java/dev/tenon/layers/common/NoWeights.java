package dev.tenon.layers.common;

import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.shape.Shape;
import java.util.List;

/** A layer without weights. */
public interface NoWeights extends Layer<NoWeights.None> {
  /** The empty record of handles. */
  record None() {}

  @Override
  default None build(Build build, List<Shape> inputs) {
    return new None();
  }
}
