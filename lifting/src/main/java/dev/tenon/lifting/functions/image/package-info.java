/** Convolutions, pools and resampling as functions of {@code keras.ops}. */
@NullMarked
package dev.tenon.lifting.functions.image;

import org.jspecify.annotations.NullMarked;
