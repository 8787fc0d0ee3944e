package dev.tenon.layers.augmentation;

import dev.tenon.ir.graph.Value;

/** What was drawn to be done with pictures. */
@FunctionalInterface
interface Change {
  /** Does it, to the pictures that it was drawn for or to what became of them. */
  Value apply(Batch pictures);
}
