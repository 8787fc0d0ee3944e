/**
 * Keras' layers that combine several tensors into one. Reading starts at {@link
 * dev.tenon.layers.merging.Merge}, which lowers the layers that work element by element; {@link
 * dev.tenon.layers.merging.Concatenate} and {@link dev.tenon.layers.merging.Dot} lower themselves.
 */
@NullMarked
package dev.tenon.layers.merging;

import org.jspecify.annotations.NullMarked;
