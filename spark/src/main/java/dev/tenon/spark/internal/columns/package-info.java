/**
 * Conversion of columns to tensors and back.
 *
 * <p>{@link dev.tenon.spark.internal.columns.InputColumns} chooses an {@link
 * dev.tenon.spark.internal.columns.InputReader} for an input and the type of its column; {@link
 * dev.tenon.spark.internal.columns.OutputColumn} computes the values of a new column. Both work on
 * Spark's internal rows: a data frame's external rows box each number.
 */
@NullMarked
package dev.tenon.spark.internal.columns;

import org.jspecify.annotations.NullMarked;
