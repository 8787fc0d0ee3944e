/**
 * Data sets: batches of samples from arrays, files and folders. Reading starts at {@link
 * dev.tenon.data.Dataset}, which iterates over {@link dev.tenon.data.Batch} objects.
 *
 * <p>{@link dev.tenon.data.ArrayDataset}, {@link dev.tenon.data.CsvFile}, {@link
 * dev.tenon.data.ImageFolder}, {@link dev.tenon.data.TextFolder}, {@link
 * dev.tenon.data.AudioFolder} and {@link dev.tenon.data.TimeseriesDataset} are the sources; {@code
 * FolderBatches} makes the batches of a folder's files, which {@code LabeledFiles} lists. {@link
 * dev.tenon.data.DatasetSplit} has the two parts of a split. {@code ShuffledDataset}, {@code
 * MappedDataset}, {@code PrefetchedDataset} and others transform a data set. {@link
 * dev.tenon.data.NumpyFiles} reads and writes arrays. {@link dev.tenon.data.Labels} and {@link
 * dev.tenon.data.Rows} are helpers.
 */
@NullMarked
package dev.tenon.data;

import org.jspecify.annotations.NullMarked;
