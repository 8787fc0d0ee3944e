/** The functions of {@code keras.ops.linalg}, and products of vectors and matrices. */
@NullMarked
package dev.tenon.layers.ops.linalg;

import org.jspecify.annotations.NullMarked;
