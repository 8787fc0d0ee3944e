/**
 * Functions of each element by itself, as {@code keras.ops.numpy} and {@code keras.ops.nn} have
 * them.
 */
@NullMarked
package dev.tenon.layers.ops.elementwise;

import org.jspecify.annotations.NullMarked;
