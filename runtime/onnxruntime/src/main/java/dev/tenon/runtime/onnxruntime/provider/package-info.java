/** What computes in place of ONNX Runtime's own kernels. */
@NullMarked
package dev.tenon.runtime.onnxruntime.provider;

import org.jspecify.annotations.NullMarked;
