/**
 * Training steps that a user describes. {@link dev.tenon.internal.train.custom.StepSession} runs
 * them and is where reading starts; {@code StepTrace} writes what a function describes into one
 * graph, {@code StepOptimizers} has the states of its optimizers.
 */
@NullMarked
package dev.tenon.internal.train.custom;

import org.jspecify.annotations.NullMarked;
