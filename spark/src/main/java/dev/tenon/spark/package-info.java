/**
 * Models on Apache Spark: scoring, training and search on data frames.
 *
 * <p>{@code TenonModel} scores, {@code TenonEstimator} trains, {@link dev.tenon.spark.SparkSearch}
 * searches: {@code SparkTrials} runs a trial on an executor, with the {@code SearchData} that are
 * there. {@link dev.tenon.spark.DataFrameDataset} gives the driver batches: {@code RowChunks} makes
 * tensors of {@code ColumnGroup}s on executors, {@code PartitionIterator} fetches them, {@code
 * BatchIterator} cuts them. {@code SerializedObject} is how objects travel.
 *
 * @see <a href="https://spark.apache.org/docs/latest/ml-pipeline.html">Spark: ML pipelines</a>
 */
@NullMarked
package dev.tenon.spark;

import org.jspecify.annotations.NullMarked;
