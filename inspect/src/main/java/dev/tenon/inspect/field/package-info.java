/**
 * Receptive fields: the part of the input on which an element of a value depends. Reading starts at
 * {@link dev.tenon.inspect.field.ReceptiveFields}, which traces them through a graph.
 */
@NullMarked
package dev.tenon.inspect.field;

import org.jspecify.annotations.NullMarked;
