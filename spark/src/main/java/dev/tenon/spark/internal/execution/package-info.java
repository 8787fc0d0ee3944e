/**
 * Runs of models inside Spark's tasks.
 *
 * <p>{@link dev.tenon.spark.internal.execution.InternalRows} puts a function of rows into a query;
 * {@link dev.tenon.spark.internal.execution.BatchScoring} is that function. {@link
 * dev.tenon.spark.internal.execution.ExecutorModels} keeps the models of a JVM.
 */
@NullMarked
package dev.tenon.spark.internal.execution;

import org.jspecify.annotations.NullMarked;
