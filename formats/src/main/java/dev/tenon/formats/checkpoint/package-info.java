/**
 * Reads TensorFlow's checkpoints: the index and the data of a SavedModel's variables. Reading
 * starts at {@link dev.tenon.formats.checkpoint.Checkpoint}. {@code SortedTable} reads the index,
 * and {@code TensorFlowNumbers} maps TensorFlow's type numbers to element types.
 */
@NullMarked
package dev.tenon.formats.checkpoint;

import org.jspecify.annotations.NullMarked;
