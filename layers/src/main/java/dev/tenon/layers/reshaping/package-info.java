/** Keras' layers that move, repeat, cut or pad entries. */
@NullMarked
package dev.tenon.layers.reshaping;

import org.jspecify.annotations.NullMarked;
