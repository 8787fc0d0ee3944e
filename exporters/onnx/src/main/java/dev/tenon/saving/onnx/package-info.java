/**
 * Options for saving ONNX files: {@link dev.tenon.saving.onnx.OnnxOptions}. {@link
 * dev.tenon.saving.onnx.WeightStorage} is the number type of stored weights.
 */
@NullMarked
package dev.tenon.saving.onnx;

import org.jspecify.annotations.NullMarked;
