/**
 * Which weights of a layer Keras' files hold, where and in what order, for reading and writing.
 * Reading starts at {@link dev.tenon.keras.weights.WeightOrder}. {@link
 * dev.tenon.keras.weights.WeightPaths} has the places in files that keep weights by path, {@link
 * dev.tenon.keras.weights.LegacyOrder} the order in those that keep them layer by layer, and {@link
 * dev.tenon.keras.weights.OldArrangements} knows how old files store one.
 */
@NullMarked
package dev.tenon.keras.weights;

import org.jspecify.annotations.NullMarked;
