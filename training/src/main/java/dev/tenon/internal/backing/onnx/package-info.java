/**
 * ONNX networks: {@link dev.tenon.internal.backing.onnx.OnnxBacking} runs the file as it is; {@code
 * OnnxContent} keeps its bytes and its graph of operators, {@code OnnxTraining} learns its weights,
 * which {@code SeparatedWeights} names where the file stores equal ones once.
 */
@NullMarked
package dev.tenon.internal.backing.onnx;

import org.jspecify.annotations.NullMarked;
