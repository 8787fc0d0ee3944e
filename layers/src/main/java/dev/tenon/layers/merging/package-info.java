/** Keras' layers that combine several tensors into one. */
@NullMarked
package dev.tenon.layers.merging;

import org.jspecify.annotations.NullMarked;
