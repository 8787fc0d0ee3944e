/** Writes the short names of layers at compile time. */
@NullMarked
package dev.tenon.processor;

import org.jspecify.annotations.NullMarked;
