/** Keras' layers, one record each, and the list of them. */
@NullMarked
package dev.tenon.layers;

import org.jspecify.annotations.NullMarked;
