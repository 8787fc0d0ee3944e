/**
 * Where values of a graph lie in the tensors of layers: {@link dev.tenon.lifting.axes.AxisLayout}
 * says it axis by axis, an axis being a product of {@link dev.tenon.lifting.axes.ElementaryAxis}s.
 * {@link dev.tenon.lifting.axes.RowUses} says who gives and who reads a value.
 */
@NullMarked
package dev.tenon.lifting.axes;

import org.jspecify.annotations.NullMarked;
