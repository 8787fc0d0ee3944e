/**
 * Programs that train: {@link dev.tenon.runtime.tensorflow.training.TensorFlowTrainer} holds a
 * model's variables, {@link dev.tenon.runtime.tensorflow.training.ProgramWriter} writes a step into
 * its graph.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.training;

import org.jspecify.annotations.NullMarked;
