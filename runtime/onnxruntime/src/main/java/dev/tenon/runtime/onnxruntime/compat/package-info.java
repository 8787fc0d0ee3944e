/**
 * Workarounds of ONNX Runtime's faults, and of what its Java API lacks: {@link
 * dev.tenon.runtime.onnxruntime.compat.Workarounds} lists them.
 */
@NullMarked
package dev.tenon.runtime.onnxruntime.compat;

import org.jspecify.annotations.NullMarked;
