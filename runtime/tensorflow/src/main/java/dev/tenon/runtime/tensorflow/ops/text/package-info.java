/**
 * Maps operators on strings, and those of {@code ai.onnx.ml}, to TensorFlow operations. Reading
 * starts at {@link dev.tenon.runtime.tensorflow.ops.text.TextMappings}; {@link
 * dev.tenon.runtime.tensorflow.ops.text.TraditionalMlMappings} has the operators of {@code
 * ai.onnx.ml}. {@code StringTable} and {@code SipHash} look up strings.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.ops.text;

import org.jspecify.annotations.NullMarked;
