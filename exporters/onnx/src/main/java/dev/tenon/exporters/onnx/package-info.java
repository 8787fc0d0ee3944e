/**
 * Graphs of operators as ONNX models of opset 13 to 24. Reading starts at {@link
 * dev.tenon.exporters.onnx.OnnxExporter}; {@link dev.tenon.exporters.onnx.NodeWriter} writes a node
 * of the newest opset, and {@link dev.tenon.exporters.onnx.Downgrades} step it down.
 */
@NullMarked
package dev.tenon.exporters.onnx;

import org.jspecify.annotations.NullMarked;
