/**
 * The options of a training: {@link dev.tenon.training.CompileOptions}, {@link
 * dev.tenon.training.FitOptions}, {@link dev.tenon.training.EvaluateOptions} and {@link
 * dev.tenon.training.PredictOptions}, and {@link dev.tenon.training.BatchLogs}, which a single step
 * returns.
 */
@NullMarked
package dev.tenon.training;

import org.jspecify.annotations.NullMarked;
