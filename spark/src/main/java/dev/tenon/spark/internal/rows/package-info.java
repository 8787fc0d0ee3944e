/**
 * The rows of a data frame as tensors for the driver: {@link
 * dev.tenon.spark.internal.rows.RowChunks} makes them on executors of a {@code ColumnGroup}, {@code
 * PartitionIterator} fetches a partition at a time, {@code BatchIterator} cuts batches.
 */
@NullMarked
package dev.tenon.spark.internal.rows;

import org.jspecify.annotations.NullMarked;
