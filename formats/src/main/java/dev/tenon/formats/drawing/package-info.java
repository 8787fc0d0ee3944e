/**
 * Writes drawings as PNG or SVG files. Reading starts at {@link
 * dev.tenon.formats.drawing.DrawingFile}, which paints the same strokes for both formats. {@code
 * SvgGraphics}, {@code CanvasState} and {@code SvgElements} are the canvas for SVG.
 */
@NullMarked
package dev.tenon.formats.drawing;

import org.jspecify.annotations.NullMarked;
