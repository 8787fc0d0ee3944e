/**
 * Receptive fields: which places of the input one place of a value depends on. {@link
 * dev.tenon.inspect.field.ReceptiveFields} follows them through a graph.
 */
@NullMarked
package dev.tenon.inspect.field;

import org.jspecify.annotations.NullMarked;
