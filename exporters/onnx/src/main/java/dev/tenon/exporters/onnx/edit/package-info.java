/**
 * Changes names, outputs, weights and descriptions in an ONNX message, without Tenon's operators.
 * Reading starts at {@link dev.tenon.exporters.onnx.OnnxModel}, which calls most classes. {@link
 * dev.tenon.exporters.onnx.edit.GraphRenames}, {@link dev.tenon.exporters.onnx.edit.Outputs},
 * {@link dev.tenon.exporters.onnx.edit.GraphCut}, {@link dev.tenon.exporters.onnx.edit.NewValues}
 * and {@link dev.tenon.exporters.onnx.edit.FunctionInliner} each make one change; {@link
 * dev.tenon.exporters.onnx.edit.Description} copies the metadata. {@link
 * dev.tenon.exporters.onnx.edit.GraphEdit} adds nodes and replaces weights.
 */
@NullMarked
package dev.tenon.exporters.onnx.edit;

import org.jspecify.annotations.NullMarked;
