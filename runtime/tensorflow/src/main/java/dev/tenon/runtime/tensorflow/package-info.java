/**
 * The TensorFlow engine. Reading starts at {@link dev.tenon.runtime.tensorflow.TensorFlowEngine};
 * {@code emit} and {@code ops} write graphs, {@code session} runs them, {@code training} trains,
 * {@code saving} and {@code saved} are for files.
 */
@NullMarked
package dev.tenon.runtime.tensorflow;

import org.jspecify.annotations.NullMarked;
