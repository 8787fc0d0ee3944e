/**
 * Keras' activation layers, such as {@link dev.tenon.layers.activation.ReLU}, {@link
 * dev.tenon.layers.activation.Softmax} and {@link dev.tenon.layers.activation.PReLU}. Reading
 * starts at {@link dev.tenon.layers.activation.Activation}, which applies any activation function.
 */
@NullMarked
package dev.tenon.layers.activation;

import org.jspecify.annotations.NullMarked;
