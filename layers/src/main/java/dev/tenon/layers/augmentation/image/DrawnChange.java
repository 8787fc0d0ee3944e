package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.graph.Value;

/** A change of images whose random numbers are drawn already. */
@FunctionalInterface
public interface DrawnChange {
  /** Does it, to the images that it was drawn for or to what became of them. */
  Value apply(ImageBatch images);
}
