/**
 * ONNX files as graphs of operators. Reading starts at {@link
 * dev.tenon.importers.onnx.OnnxImporter}: {@code reader} reads nodes, {@code upgrade} brings them
 * to the newest opset, {@code weights} finds what is learned; {@code structure} describes a file.
 */
@NullMarked
package dev.tenon.importers.onnx;

import org.jspecify.annotations.NullMarked;
