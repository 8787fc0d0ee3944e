/**
 * Graphs of operators with their values and parameters. Reading starts at {@link
 * dev.tenon.ir.graph.Graph}: each {@link dev.tenon.ir.graph.OperatorNode} applies an {@link
 * dev.tenon.ir.graph.Operator} to {@link dev.tenon.ir.graph.Value} objects. {@link
 * dev.tenon.ir.graph.GraphBuilder} builds a graph and infers types through {@link
 * dev.tenon.ir.graph.Inference}. {@link dev.tenon.ir.graph.UseDef} finds the producer and the
 * readers of a value, {@link dev.tenon.ir.graph.OperatorTable} maps operators to handlers. {@link
 * dev.tenon.ir.graph.ParameterStore} holds the content of each {@link
 * dev.tenon.ir.graph.Parameter}, and {@link dev.tenon.ir.graph.View} describes how a layer sees it.
 */
@NullMarked
package dev.tenon.ir.graph;

import org.jspecify.annotations.NullMarked;
