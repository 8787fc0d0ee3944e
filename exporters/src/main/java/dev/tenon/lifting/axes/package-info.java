/**
 * Where values of a graph lie in the tensors of layers: {@link dev.tenon.lifting.axes.Held} says it
 * axis by axis, an axis being a product of {@link dev.tenon.lifting.axes.Atom}s. {@link
 * dev.tenon.lifting.axes.Wires} says who gives and who reads a value.
 */
@NullMarked
package dev.tenon.lifting.axes;

import org.jspecify.annotations.NullMarked;
