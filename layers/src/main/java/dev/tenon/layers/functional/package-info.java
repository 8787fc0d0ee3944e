/**
 * The functional API: {@link dev.tenon.layers.functional.Functional} makes inputs and models; the
 * outputs of layers in between are symbolic tensors.
 */
@NullMarked
package dev.tenon.layers.functional;

import org.jspecify.annotations.NullMarked;
