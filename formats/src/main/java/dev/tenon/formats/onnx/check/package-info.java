/**
 * Checks of a file's operators before an engine reads them: {@link
 * dev.tenon.formats.onnx.check.OperatorCheck} compares them with ONNX's schemas, {@link
 * dev.tenon.formats.onnx.check.OperandCheck} checks values beyond the schemas, and {@link
 * dev.tenon.formats.onnx.check.FedOperands} the operands that a caller feeds.
 */
@NullMarked
package dev.tenon.formats.onnx.check;

import org.jspecify.annotations.NullMarked;
