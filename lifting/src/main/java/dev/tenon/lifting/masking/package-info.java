/** Masks of steps, as graphs compute them and as layers hand them on. */
@NullMarked
package dev.tenon.lifting.masking;

import org.jspecify.annotations.NullMarked;
