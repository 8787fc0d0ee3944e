/** Runs lowered graphs and ONNX files with ONNX Runtime. */
@NullMarked
package dev.tenon.runtime.onnxruntime;

import org.jspecify.annotations.NullMarked;
