package dev.tenon.ir.graph;

import java.util.List;

/** One step of a graph: an operator or a layer applied to values. */
public sealed interface Node permits OperatorNode, LayerCall {
  /** Returns the name, unique in its graph. */
  String name();

  /** Returns every value that the step reads, those of keyword arguments included. */
  List<Value> reads();

  /** Returns the values that the step gives. */
  List<Value> outputs();
}
