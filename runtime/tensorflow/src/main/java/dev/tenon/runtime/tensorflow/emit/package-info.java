/**
 * The way from a graph of operators to TensorFlow's: {@link
 * dev.tenon.runtime.tensorflow.emit.Emitter} writes a list of nodes, {@link
 * dev.tenon.runtime.tensorflow.emit.NodeContext} is one node while it is written, and a {@link
 * dev.tenon.runtime.tensorflow.emit.MappingTable} says how each operator is.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.emit;

import org.jspecify.annotations.NullMarked;
