/**
 * The step that a training runs on each batch: gradients, and what an optimizer makes of them.
 * {@link dev.tenon.internal.train.step.OptimizerGraph} is where reading starts; it writes the
 * operators with {@code OptimizerStepGraph}; {@code GradientKinds} says which weights have a
 * gradient, and {@code GradientClipping} changes the gradients before.
 */
@NullMarked
package dev.tenon.internal.train.step;

import org.jspecify.annotations.NullMarked;
