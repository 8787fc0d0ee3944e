/**
 * Gradients of the operations that {@code ops} writes. {@link
 * dev.tenon.runtime.tensorflow.gradient.Gradients} asks TensorFlow for them: that of batch
 * normalisation is TensorFlow's own, of what {@code ops.BatchNormalizations} writes. {@link
 * dev.tenon.runtime.tensorflow.gradient.SurrogateGradients} adds those that TensorFlow lacks;
 * {@link dev.tenon.runtime.tensorflow.gradient.SecondGradients} those of its gradients; {@code
 * LossSeed}, {@code StepProducts} and {@code CarriedGradients} are shorter forms of what it has.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.gradient;

import org.jspecify.annotations.NullMarked;
