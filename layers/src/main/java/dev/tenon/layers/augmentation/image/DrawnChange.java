package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.graph.Value;

/** A change of images whose random numbers are drawn already. */
@FunctionalInterface
public interface DrawnChange {
  /** Applies the change to its images, which earlier changes may have altered. */
  Value apply(ImageBatch images);
}
