/**
 * What a file holds as plain data, without running it: {@link
 * dev.tenon.importers.onnx.structure.OnnxStructure}.
 */
@NullMarked
package dev.tenon.importers.onnx.structure;

import org.jspecify.annotations.NullMarked;
