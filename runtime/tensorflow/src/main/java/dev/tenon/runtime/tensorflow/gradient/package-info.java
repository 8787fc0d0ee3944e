/**
 * Gradients: {@link dev.tenon.runtime.tensorflow.gradient.Gradients} asks TensorFlow for them; the
 * others are what it lacks or does slowly.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.gradient;

import org.jspecify.annotations.NullMarked;
