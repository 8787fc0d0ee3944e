package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.NodeProtoOrBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The graphs in the attributes of nodes, such as branches and the bodies of loops. */
public final class Subgraphs {
  private Subgraphs() {}

  /** Returns the graphs in a node's attributes. */
  public static List<GraphProto> of(NodeProtoOrBuilder node) {
    List<GraphProto> graphs = new ArrayList<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        graphs.add(attribute.getG());
      }
      graphs.addAll(attribute.getGraphsList());
    }
    return graphs;
  }

  /** Returns the nodes of a graph and of those inside it, each before the nodes inside it. */
  public static Stream<NodeProto> nodes(GraphProto graph) {
    return graph.getNodeList().stream()
        .flatMap(
            node -> Stream.concat(Stream.of(node), of(node).stream().flatMap(Subgraphs::nodes)));
  }

  /** Returns a node with other graphs in its attributes; itself without graphs. */
  public static NodeProto map(NodeProto node, UnaryOperator<GraphProto> change) {
    if (of(node).isEmpty()) {
      return node;
    }
    NodeProto.Builder changed = node.toBuilder();
    map(changed, change);
    return changed.build();
  }

  /** Changes the graphs in a node's attributes. */
  public static void map(NodeProto.Builder node, UnaryOperator<GraphProto> change) {
    node.getAttributeBuilderList().forEach(attribute -> map(attribute, change));
  }

  /** Changes the graphs in an attribute. */
  public static void map(AttributeProto.Builder attribute, UnaryOperator<GraphProto> change) {
    if (attribute.hasG()) {
      attribute.setG(change.apply(attribute.getG()));
    }
    for (int i = 0; i < attribute.getGraphsCount(); i++) {
      attribute.setGraphs(i, change.apply(attribute.getGraphs(i)));
    }
  }
}
