/**
 * What a file's operators must be before an engine sees them: {@link
 * dev.tenon.formats.onnx.check.OperatorCheck} holds them to ONNX's schemas, {@link
 * dev.tenon.formats.onnx.check.OperandCheck} to what no schema says, and {@link
 * dev.tenon.formats.onnx.check.FedOperands} what a caller feeds.
 */
@NullMarked
package dev.tenon.formats.onnx.check;

import org.jspecify.annotations.NullMarked;
