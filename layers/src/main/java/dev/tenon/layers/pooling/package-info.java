/** Keras' pooling layers, one record each over one shared lowering a kind. */
@NullMarked
package dev.tenon.layers.pooling;

import org.jspecify.annotations.NullMarked;
