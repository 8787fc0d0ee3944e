/** Keras' regularizers. */
@NullMarked
package dev.tenon.regularizers;

import org.jspecify.annotations.NullMarked;
