/**
 * The options of a training: {@link dev.tenon.training.CompileOptions}, {@link
 * dev.tenon.training.FitOptions} and {@link dev.tenon.training.PredictOptions}, and {@link
 * dev.tenon.training.BatchLogs}, which a single step returns. A step of one's own is described to a
 * {@link dev.tenon.training.StepContext}.
 */
@NullMarked
package dev.tenon.training;

import org.jspecify.annotations.NullMarked;
