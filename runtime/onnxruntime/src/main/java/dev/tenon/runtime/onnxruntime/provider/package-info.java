/**
 * What computes in place of ONNX Runtime's own kernels: {@link
 * dev.tenon.runtime.onnxruntime.provider.ExecutionProviders} adds what the user chose to a session.
 */
@NullMarked
package dev.tenon.runtime.onnxruntime.provider;

import org.jspecify.annotations.NullMarked;
