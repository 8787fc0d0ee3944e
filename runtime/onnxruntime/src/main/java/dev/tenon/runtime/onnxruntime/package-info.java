/**
 * Runs lowered graphs and ONNX files with ONNX Runtime. Reading starts at {@link
 * dev.tenon.runtime.onnxruntime.OnnxRuntimeEngine}, which compiles a graph to an {@code
 * OnnxExecutable}. {@link dev.tenon.runtime.onnxruntime.OnnxSession} is an ONNX model ready to run,
 * with an {@link dev.tenon.runtime.onnxruntime.OnnxPort} for each input and output. {@code
 * SessionFactory}, {@code RankedSessions} and {@code Environment} create sessions. {@code
 * OrtTensors} converts tensors; {@code RecomputedValues} computes some inner values in Java.
 */
@NullMarked
package dev.tenon.runtime.onnxruntime;

import org.jspecify.annotations.NullMarked;
