/**
 * Which weights of a layer Keras' files hold, and in what order. Reading starts at {@link
 * dev.tenon.keras.weights.WeightOrder}.
 */
@NullMarked
package dev.tenon.keras.weights;

import org.jspecify.annotations.NullMarked;
