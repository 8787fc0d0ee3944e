/**
 * Keras' functions on tensors: {@link dev.tenon.ops.Ops} is {@code keras.ops} and where reading
 * starts, {@code operations.tsv} beside it the table from which most functions are written.
 *
 * <p>{@link dev.tenon.ops.Random} is {@code keras.random}, with {@link dev.tenon.ops.SeedGenerator}
 * and {@code RandomSamples}; {@code GammaDraw} draws on the engine. {@code CoreValues}, {@code
 * CreationFunctions}, {@code TaperWindows}, {@code MatrixFunctions} and {@code
 * ControlFlowFunctions} hold the functions that are written by hand, {@code SubscriptText} reads
 * subscripts. {@code OpsCall} puts a call together: of symbolic tensors it makes an operation of
 * the graph, of numbers a {@code FunctionProgram}, which {@code FunctionPrograms} keeps under its
 * {@code ProgramKey}. The records are what functions of several results return.
 */
@NullMarked
package dev.tenon.ops;

import org.jspecify.annotations.NullMarked;
