/**
 * Weights in half precision or eight bits: {@link dev.tenon.saving.onnx.WeightStorage} names the
 * kinds.
 */
@NullMarked
package dev.tenon.exporters.onnx.quantize;

import org.jspecify.annotations.NullMarked;
