/**
 * Types of tensors whose lengths may be known, symbolic or unknown. Reading starts at {@link
 * dev.tenon.ir.shape.Shape}, a list of {@link dev.tenon.ir.shape.Dim} lengths; {@link
 * dev.tenon.ir.shape.TensorType} adds the element type.
 */
@NullMarked
package dev.tenon.ir.shape;

import org.jspecify.annotations.NullMarked;
