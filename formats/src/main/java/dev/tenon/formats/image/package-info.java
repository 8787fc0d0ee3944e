/** Images as tensors, with Keras' loading rules. */
@NullMarked
package dev.tenon.formats.image;

import org.jspecify.annotations.NullMarked;
