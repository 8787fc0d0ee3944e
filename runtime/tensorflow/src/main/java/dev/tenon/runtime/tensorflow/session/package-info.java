/**
 * Graphs that run: {@link dev.tenon.runtime.tensorflow.session.GraphSession} is a graph with its
 * session, {@link dev.tenon.runtime.tensorflow.session.TensorFlowExecutable} one compiled for
 * prediction.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.session;

import org.jspecify.annotations.NullMarked;
