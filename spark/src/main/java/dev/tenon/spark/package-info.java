/**
 * Models on Apache Spark: scoring, training and search on data frames.
 *
 * <p>{@link dev.tenon.spark.TenonModel} scores by a plan of {@code Scoring}, {@link
 * dev.tenon.spark.TenonEstimator} trains by {@code TrainingJob} on the driver and {@code
 * ReplicaTask} in the tasks, {@link dev.tenon.spark.SparkSearch} searches, and {@link
 * dev.tenon.spark.DataFrameDataset} gives the rows of a data frame to a training on the driver.
 *
 * <p>The packages inside have what executors do: {@code columns} and {@code execution} score,
 * {@code training} trains, {@code search} has trials, {@code rows} makes tensors for the driver,
 * and {@code files} carries models.
 *
 * @see <a href="https://spark.apache.org/docs/latest/ml-pipeline.html">Spark: ML pipelines</a>
 */
@NullMarked
package dev.tenon.spark;

import org.jspecify.annotations.NullMarked;
