/**
 * Arrays of numbers or strings in host memory. Reading starts at {@link dev.tenon.tensor.Tensor};
 * {@link dev.tenon.tensor.DType} has the element types. {@code Numbers}, {@code HalfFloats} and
 * {@link dev.tenon.tensor.SmallFloats} encode numbers. {@code TensorOps}, {@code TensorShapes} and
 * {@code Transposition} compute on tensors, and {@code TensorPrinter} prints them.
 */
@NullMarked
package dev.tenon.tensor;

import org.jspecify.annotations.NullMarked;
