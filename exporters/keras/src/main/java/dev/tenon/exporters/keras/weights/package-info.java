/** Weights as Keras' containers hold them: by layers, or by paths. */
@NullMarked
package dev.tenon.exporters.keras.weights;

import org.jspecify.annotations.NullMarked;
