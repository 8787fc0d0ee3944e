/**
 * Checks of models against expected outputs. Reading starts at {@link dev.tenon.verify.Verifier},
 * which checks a model against a {@link dev.tenon.verify.Recording} and returns a {@link
 * dev.tenon.verify.Verdict}. {@link dev.tenon.verify.Conversion} compares a written file with its
 * source, and {@link dev.tenon.verify.OnnxSuite} runs ONNX's operator tests. {@link
 * dev.tenon.verify.Difference}, {@link dev.tenon.verify.Bound} and {@link
 * dev.tenon.verify.Allowance} measure errors; {@link dev.tenon.verify.SampleInputs} and {@code
 * InputSearch} generate inputs.
 */
@NullMarked
package dev.tenon.verify;

import org.jspecify.annotations.NullMarked;
