package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.graph.Value;

/** What was drawn to be done with pictures. */
@FunctionalInterface
public interface DrawnChange {
  /** Does it, to the pictures that it was drawn for or to what became of them. */
  Value apply(ImageBatch pictures);
}
