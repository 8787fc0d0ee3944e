/** Keras' activation layers. */
@NullMarked
package dev.tenon.layers.activation;

import org.jspecify.annotations.NullMarked;
