/** Writes graphs of operators as ONNX models of opset 13 to 24. */
@NullMarked
package dev.tenon.exporters.onnx;

import org.jspecify.annotations.NullMarked;
