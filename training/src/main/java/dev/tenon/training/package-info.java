/**
 * The options of training, evaluation and prediction, and custom training steps. Reading starts at
 * {@link dev.tenon.training.CompileOptions} and {@link dev.tenon.training.FitOptions}; {@link
 * dev.tenon.training.EvaluateOptions} and {@link dev.tenon.training.PredictOptions} are the other
 * options.
 *
 * <p>{@link dev.tenon.training.BatchLogs} is the result of a single step. {@link
 * dev.tenon.training.StepFunction} describes a custom step with a {@link
 * dev.tenon.training.StepContext}.
 */
@NullMarked
package dev.tenon.training;

import org.jspecify.annotations.NullMarked;
