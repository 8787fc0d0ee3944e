/** The functions of {@code keras.ops.image}. */
@NullMarked
package dev.tenon.layers.ops.image;

import org.jspecify.annotations.NullMarked;
