package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.function.Consumer;

/** The tensors of a model, wherever in it they stand, parts of sparse ones included. */
final class ModelTensors {
  private final Consumer<TensorProto> found;

  private ModelTensors(Consumer<TensorProto> found) {
    this.found = found;
  }

  /** Visits the tensors of the graph, of the graphs inside it and of functions. */
  static void visit(ModelProto model, Consumer<TensorProto> found) {
    visit(model.getGraph(), found);
    ModelTensors tensors = new ModelTensors(found);
    model.getFunctionsList().forEach(function -> tensors.nodes(function.getNodeList()));
  }

  /** Visits the tensors of a graph and of the graphs inside it. */
  static void visit(GraphProto graph, Consumer<TensorProto> found) {
    new ModelTensors(found).graph(graph);
  }

  private void graph(GraphProto graph) {
    graph.getInitializerList().forEach(found);
    graph.getSparseInitializerList().forEach(this::sparse);
    nodes(graph.getNodeList());
  }

  private void nodes(List<NodeProto> nodes) {
    for (NodeProto node : nodes) {
      for (AttributeProto attribute : node.getAttributeList()) {
        found.accept(attribute.getT());
        attribute.getTensorsList().forEach(found);
        sparse(attribute.getSparseTensor());
        attribute.getSparseTensorsList().forEach(this::sparse);
        graph(attribute.getG());
        attribute.getGraphsList().forEach(this::graph);
      }
    }
  }

  private void sparse(SparseTensorProto sparse) {
    found.accept(sparse.getValues());
    found.accept(sparse.getIndices());
  }
}
