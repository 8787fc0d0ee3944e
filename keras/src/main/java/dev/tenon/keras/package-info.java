/**
 * Keras' language: what its configurations may say, apart from any file. {@link
 * dev.tenon.keras.KerasGeneration} names the two generations of Keras; {@code signature} holds what
 * their classes take, {@code check} compares configurations with that.
 */
@NullMarked
package dev.tenon.keras;

import org.jspecify.annotations.NullMarked;
