/** The functions of {@code keras.ops.numpy}, but for those of single elements and products. */
@NullMarked
package dev.tenon.layers.ops.numpy;

import org.jspecify.annotations.NullMarked;
