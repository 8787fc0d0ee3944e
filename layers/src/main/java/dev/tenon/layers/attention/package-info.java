/** Keras' attention layers. */
@NullMarked
package dev.tenon.layers.attention;

import org.jspecify.annotations.NullMarked;
