package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.ir.graph.GraphBuilder;

/** Reserves the names of a file's values. */
public final class Reserved {
  private Reserved() {}

  /** Reserves the names of all values of a graph, so that added values get other names. */
  public static void names(GraphProto graph, GraphBuilder builder) {
    graph.getInputList().forEach(input -> builder.unique(input.getName()));
    graph.getInitializerList().forEach(tensor -> builder.unique(tensor.getName()));
    graph.getNodeList().forEach(node -> node.getOutputList().forEach(builder::unique));
  }
}
