/** Keras' preprocessing layers for numbers, images and categories. */
@NullMarked
package dev.tenon.layers.preprocessing;

import org.jspecify.annotations.NullMarked;
