/**
 * The loops over epochs and batches: {@link dev.tenon.internal.train.loop.FitLoop}, {@link
 * dev.tenon.internal.train.loop.EvaluateLoop}, and {@link
 * dev.tenon.internal.train.loop.TrainingSession}, which holds the weights in an engine meanwhile.
 * What learns from the batches is a {@link dev.tenon.internal.train.loop.BatchTraining}; {@link
 * dev.tenon.internal.train.loop.FitBatches} gives a fit its batches.
 */
@NullMarked
package dev.tenon.internal.train.loop;

import org.jspecify.annotations.NullMarked;
