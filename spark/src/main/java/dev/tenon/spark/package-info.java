/**
 * Models on Apache Spark: scoring, training and search on data frames.
 *
 * <p>{@code TenonModel} scores, {@code TenonEstimator} trains, {@code SparkSearch} searches.
 *
 * @see <a href="https://spark.apache.org/docs/latest/ml-pipeline.html">Spark: ML pipelines</a>
 */
@NullMarked
package dev.tenon.spark;

import org.jspecify.annotations.NullMarked;
