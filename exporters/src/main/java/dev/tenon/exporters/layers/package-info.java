/** Finds the Keras layers that a graph of operators is made of. */
@NullMarked
package dev.tenon.exporters.layers;

import org.jspecify.annotations.NullMarked;
