/** Keras' preprocessing layers for numbers, pictures and categories. */
@NullMarked
package dev.tenon.layers.preprocessing;

import org.jspecify.annotations.NullMarked;
