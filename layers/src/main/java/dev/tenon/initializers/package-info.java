/**
 * Draws the first values of weights from Keras' distributions. Reading starts at {@link
 * dev.tenon.initializers.Initializer}, which users implement; {@link
 * dev.tenon.initializers.Initializers} makes Keras' own, one record each, such as {@link
 * dev.tenon.initializers.HeNormal}. {@code StartValues} draws the values of parameters, with the
 * generators of {@code dev.tenon.internal.random} and the arrays of {@code
 * dev.tenon.internal.arrays}. {@link dev.tenon.initializers.Seeds} supplies missing seeds.
 */
@NullMarked
package dev.tenon.initializers;

import org.jspecify.annotations.NullMarked;
