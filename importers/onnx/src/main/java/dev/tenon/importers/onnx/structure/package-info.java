/**
 * The content of a file as plain data, without a run: {@link
 * dev.tenon.importers.onnx.structure.OnnxStructure}.
 */
@NullMarked
package dev.tenon.importers.onnx.structure;

import org.jspecify.annotations.NullMarked;
