/**
 * Reads and writes ONNX protobuf files and the tensors inside them. Reading starts at {@link
 * dev.tenon.formats.onnx.OnnxFile}; {@link dev.tenon.formats.onnx.OnnxWriter} writes models. {@link
 * dev.tenon.formats.onnx.OnnxValues} and {@link dev.tenon.formats.onnx.ZipMapRemoval} read
 * sequences, optional values and maps. {@code TensorReader} and {@code Packed} decode tensors;
 * {@code ExternalData}, {@code ExternalCheck} and {@code ExternalInside} handle values in other
 * files. {@link dev.tenon.formats.onnx.Subgraphs} finds the graphs inside nodes, {@code
 * ModelTensors} all tensors.
 */
@NullMarked
package dev.tenon.formats.onnx;

import org.jspecify.annotations.NullMarked;
