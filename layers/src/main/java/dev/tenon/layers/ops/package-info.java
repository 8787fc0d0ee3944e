/**
 * The functions that Keras 3 and TensorFlow models call outside of layers, by Keras' chapters.
 * {@link dev.tenon.layers.ops.KerasOp} is such a function as a layer; {@link
 * dev.tenon.layers.ops.OpTable} lists the families.
 */
@NullMarked
package dev.tenon.layers.ops;

import org.jspecify.annotations.NullMarked;
