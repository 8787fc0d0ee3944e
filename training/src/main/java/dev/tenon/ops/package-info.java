/**
 * Keras' functions on tensors. Reading starts at {@link dev.tenon.ops.Ops}, which is {@code
 * keras.ops}; most of its functions are generated from the table {@code operations.tsv}.
 *
 * <p>{@link dev.tenon.ops.Random} is {@code keras.random}, with {@link dev.tenon.ops.SeedGenerator}
 * and {@code RandomSamples}; {@code GammaDraw} draws on the engine. {@code CoreValues}, {@code
 * CreationFunctions}, {@code TaperWindows}, {@code MatrixFunctions} and {@code
 * ControlFlowFunctions} have the hand-written functions, {@code SubscriptText} parses subscripts.
 * {@code OpsCall} builds a call: an operation of the graph for symbolic tensors, a {@code
 * FunctionProgram} for others. {@code FunctionPrograms} caches programs by their {@code
 * ProgramKey}. The records are results of functions with several results.
 */
@NullMarked
package dev.tenon.ops;

import org.jspecify.annotations.NullMarked;
