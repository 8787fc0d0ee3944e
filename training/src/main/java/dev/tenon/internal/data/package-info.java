/**
 * What data sets read and draw: {@link dev.tenon.internal.data.LabeledFiles} lists the files of a
 * folder by a {@link dev.tenon.internal.data.FileSelection}, {@link
 * dev.tenon.internal.data.WavFile} reads sounds, and {@link
 * dev.tenon.internal.data.ReopeningInputStream} the bytes of a large file. {@link
 * dev.tenon.internal.data.SampleOrder} and {@link dev.tenon.internal.data.PythonRandom} order
 * samples, of which {@link dev.tenon.internal.data.OrderedBatches} makes batches. The memory of a
 * batch is used again where a {@link dev.tenon.internal.data.LendingPass} gets it back.
 */
@NullMarked
package dev.tenon.internal.data;

import org.jspecify.annotations.NullMarked;
