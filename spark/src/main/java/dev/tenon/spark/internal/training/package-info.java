/**
 * The work of a task that trains together with others: {@link
 * dev.tenon.spark.internal.training.SampleStore} keeps its rows, {@code ReplicaSamples} gives them
 * as parts of batches, {@code Meeting} finds the other tasks, and the callbacks report, compare and
 * save.
 */
@NullMarked
package dev.tenon.spark.internal.training;

import org.jspecify.annotations.NullMarked;
