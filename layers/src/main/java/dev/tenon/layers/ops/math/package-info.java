/** The functions of {@code keras.ops.math}, and losses by element. */
@NullMarked
package dev.tenon.layers.ops.math;

import org.jspecify.annotations.NullMarked;
