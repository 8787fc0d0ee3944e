/** Layers that older versions of Keras had and files still hold. */
@NullMarked
package dev.tenon.layers.legacy;

import org.jspecify.annotations.NullMarked;
