/**
 * The functions of {@code keras.ops.numpy}, except those of single elements and products. Reading
 * starts at {@link dev.tenon.layers.ops.numpy.ManipulationOps}, which moves elements and creates
 * tensors. {@link dev.tenon.layers.ops.numpy.IndexingOps}, {@link
 * dev.tenon.layers.ops.numpy.ScatterOps}, {@link dev.tenon.layers.ops.numpy.SplitStackOps} and
 * {@link dev.tenon.layers.ops.numpy.RearrangeOps} move elements too. {@link
 * dev.tenon.layers.ops.numpy.ReductionOps}, {@link dev.tenon.layers.ops.numpy.NanReductionOps},
 * {@link dev.tenon.layers.ops.numpy.CumulativeOps} and {@link
 * dev.tenon.layers.ops.numpy.CountingOps} combine or count elements. The other classes have rarer
 * functions.
 */
@NullMarked
package dev.tenon.layers.ops.numpy;

import org.jspecify.annotations.NullMarked;
