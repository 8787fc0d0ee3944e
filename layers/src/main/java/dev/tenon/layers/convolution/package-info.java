/** Keras' convolution layers, one record each over one shared lowering a kind. */
@NullMarked
package dev.tenon.layers.convolution;

import org.jspecify.annotations.NullMarked;
