package dev.tenon.layers.common;

import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Layer;
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
