/** Keras' recurrent layers, their cells, and the wrappers around them. */
@NullMarked
package dev.tenon.layers.recurrent;

import org.jspecify.annotations.NullMarked;
