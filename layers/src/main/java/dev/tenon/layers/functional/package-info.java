/**
 * The functional API: {@link dev.tenon.layers.functional.Functional} begins with inputs and ends
 * with a model; what layers give in between are symbolic tensors.
 */
@NullMarked
package dev.tenon.layers.functional;

import org.jspecify.annotations.NullMarked;
