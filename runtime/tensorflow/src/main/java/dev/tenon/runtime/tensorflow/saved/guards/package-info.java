/**
 * Nodes that are put into a stored graph before it runs, and that fail the run where TensorFlow
 * would end the process: ranks, sizes, ranges, permutations and windows that only the run knows.
 *
 * <p>Start with {@link dev.tenon.runtime.tensorflow.saved.guards.GuardedGraph}; {@link
 * dev.tenon.runtime.tensorflow.saved.guards.GuardedInputs} lists the guards of a node.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.saved.guards;

import org.jspecify.annotations.NullMarked;
