/** Keras' normalization layers. */
@NullMarked
package dev.tenon.layers.normalization;

import org.jspecify.annotations.NullMarked;
