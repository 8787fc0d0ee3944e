/**
 * Which weights of a layer Keras' files hold, and in what order. Reading starts at {@link
 * dev.tenon.keras.weights.WeightOrder}; {@link dev.tenon.keras.weights.OldArrangements} knows how
 * old files store one.
 */
@NullMarked
package dev.tenon.keras.weights;

import org.jspecify.annotations.NullMarked;
