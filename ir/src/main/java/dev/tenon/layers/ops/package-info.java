/** The functions that Keras 3 and TensorFlow models call outside of layers. */
@NullMarked
package dev.tenon.layers.ops;

import org.jspecify.annotations.NullMarked;
