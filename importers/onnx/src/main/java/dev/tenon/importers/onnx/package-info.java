/**
 * ONNX files as graphs of operators. Reading starts at {@link
 * dev.tenon.importers.onnx.OnnxImporter}: {@code reader} reads nodes, {@code upgrade} converts them
 * to the newest opset, {@code weights} finds the trainable initializers; {@code structure}
 * describes a file.
 */
@NullMarked
package dev.tenon.importers.onnx;

import org.jspecify.annotations.NullMarked;
