package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.ir.graph.GraphBuilder;

/** Reserves the names of a file's values. */
public final class Reserved {
  private Reserved() {}

  /** Takes the names of all values of a graph, so that what is added is called differently. */
  public static void names(GraphProto graph, GraphBuilder builder) {
    graph.getInputList().forEach(input -> builder.unique(input.getName()));
    graph.getInitializerList().forEach(tensor -> builder.unique(tensor.getName()));
    graph.getNodeList().forEach(node -> node.getOutputList().forEach(builder::unique));
  }
}
