/**
 * Functions of single elements in {@code keras.ops.numpy} and {@code keras.ops.nn}. Reading starts
 * at {@link dev.tenon.layers.ops.elementwise.ElementwiseOps}, the functions of one tensor; {@link
 * dev.tenon.layers.ops.elementwise.ArithmeticOps} has those of two. {@link
 * dev.tenon.layers.ops.elementwise.TypeLimits} has the smallest and largest number of each type.
 */
@NullMarked
package dev.tenon.layers.ops.elementwise;

import org.jspecify.annotations.NullMarked;
