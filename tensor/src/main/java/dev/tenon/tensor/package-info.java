/**
 * Arrays of numbers or strings in host memory. Reading starts at {@link dev.tenon.tensor.Tensor};
 * {@link dev.tenon.tensor.DType} has the element types. {@code TensorFactories}, {@code
 * TensorArithmetic} and {@code TensorReductions} hold its methods by chapter. {@code
 * ElementwiseKernels} with {@code BinaryOperation}, {@code AxisReduction}, {@code MatrixProduct},
 * {@code Slicing}, {@code Transposition} and {@code TensorOps} compute; {@code TensorBroadcast},
 * {@code TensorShapes} and {@code TypePromotion} decide shapes and types. {@code TensorBytes},
 * {@code ElementArrays}, {@code Numbers}, {@code HalfFloats} and {@link
 * dev.tenon.tensor.SmallFloats} encode numbers, and {@code TensorPrinter} prints them.
 */
@NullMarked
package dev.tenon.tensor;

import org.jspecify.annotations.NullMarked;
