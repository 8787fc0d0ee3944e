/**
 * Weights in fewer bits, as {@link dev.tenon.saving.onnx.WeightStorage} names them: {@link
 * dev.tenon.exporters.onnx.quantize.HalfWeights} stores float16, {@link
 * dev.tenon.exporters.onnx.quantize.IntegerWeights} eight bits, and {@link
 * dev.tenon.exporters.onnx.quantize.SimulatedWeights} rounds weights and keeps their type.
 */
@NullMarked
package dev.tenon.exporters.onnx.quantize;

import org.jspecify.annotations.NullMarked;
