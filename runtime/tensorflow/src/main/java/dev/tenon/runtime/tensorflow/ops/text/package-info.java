/** How operators on strings, and those of {@code ai.onnx.ml}, are written. */
@NullMarked
package dev.tenon.runtime.tensorflow.ops.text;

import org.jspecify.annotations.NullMarked;
