/**
 * The functions of {@code keras.ops.linalg}, and products of vectors and matrices. Reading starts
 * at {@link dev.tenon.layers.ops.linalg.MatrixOps}, the linear algebra of square matrices. {@link
 * dev.tenon.layers.ops.linalg.MatrixProductOps} and {@link
 * dev.tenon.layers.ops.linalg.VectorProductOps} have the products, and {@link
 * dev.tenon.layers.ops.linalg.DiagonalOps} reads and writes diagonals.
 */
@NullMarked
package dev.tenon.layers.ops.linalg;

import org.jspecify.annotations.NullMarked;
