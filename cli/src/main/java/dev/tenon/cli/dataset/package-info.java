/**
 * Reads samples with their targets, for training and evaluation. Reading starts at {@link
 * dev.tenon.cli.dataset.LabelledArrays}; {@link dev.tenon.cli.dataset.Targets} tells classes from
 * numbers, as {@link dev.tenon.cli.dataset.Task} demands, and {@link
 * dev.tenon.cli.dataset.EvaluationData} reads what a stored model is measured on.
 */
@NullMarked
package dev.tenon.cli.dataset;

import org.jspecify.annotations.NullMarked;
