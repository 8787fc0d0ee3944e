/**
 * TensorFlow's graph as Tenon writes it: {@link dev.tenon.runtime.tensorflow.graph.Tf} for common
 * operations, {@link dev.tenon.runtime.tensorflow.graph.OpCall} for any, variables, functions,
 * tensors of the host and the native library.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.graph;

import org.jspecify.annotations.NullMarked;
