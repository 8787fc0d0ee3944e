/** The functions of {@code keras.ops.nn} that are more than an activation. */
@NullMarked
package dev.tenon.layers.ops.nn;

import org.jspecify.annotations.NullMarked;
