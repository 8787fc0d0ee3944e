/** Drawings as files: PNG and SVG from the same strokes. */
@NullMarked
package dev.tenon.formats.drawing;

import org.jspecify.annotations.NullMarked;
