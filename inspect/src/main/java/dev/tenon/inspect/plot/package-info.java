/**
 * Draws models as Keras does. Reading starts at {@link dev.tenon.inspect.plot.ModelPlot}, which has
 * the options; {@code ModelDot} writes Graphviz' language, {@code DotLabel} the label of a layer.
 */
@NullMarked
package dev.tenon.inspect.plot;

import org.jspecify.annotations.NullMarked;
