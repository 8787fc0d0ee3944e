/**
 * Draws the first values of weights from Keras' distributions. Reading starts at {@link
 * dev.tenon.initializers.Initializers}, which makes Keras' initializers. {@code StartValues} draws
 * the values, with {@link dev.tenon.internal.random.Philox} as generator and {@code Orthogonal} for
 * orthogonal matrices. {@link dev.tenon.initializers.Seeds} supplies missing seeds.
 */
@NullMarked
package dev.tenon.initializers;

import org.jspecify.annotations.NullMarked;
