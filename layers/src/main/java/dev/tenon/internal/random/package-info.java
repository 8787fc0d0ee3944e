/**
 * Random numbers as TensorFlow draws them from a seed: {@link dev.tenon.internal.random.Philox} is
 * the generator, and turns its words into numbers of distributions.
 */
@NullMarked
package dev.tenon.internal.random;

import org.jspecify.annotations.NullMarked;
