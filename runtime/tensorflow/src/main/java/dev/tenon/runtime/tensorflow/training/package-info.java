/**
 * Programs that train: {@link dev.tenon.runtime.tensorflow.training.TensorFlowTrainer} holds a
 * model's variables, {@link dev.tenon.runtime.tensorflow.training.ProgramWriter} writes a program
 * into its graph: one step by {@link dev.tenon.runtime.tensorflow.training.StepWriter}, or several
 * in one run, see {@link dev.tenon.runtime.tensorflow.training.UnrolledProgram}.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.training;

import org.jspecify.annotations.NullMarked;
