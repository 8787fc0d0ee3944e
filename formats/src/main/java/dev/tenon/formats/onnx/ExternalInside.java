package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.formats.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Brings values from other files into a model, wherever in it they are referred to, so that it can
 * be written to any folder.
 */
final class ExternalInside {
  private final @Nullable ModelFolder folder;

  ExternalInside(@Nullable ModelFolder folder) {
    this.folder = folder;
  }

  ModelProto apply(ModelProto model) {
    GraphProto graph = graph(model.getGraph());
    List<FunctionProto> functions = all(model.getFunctionsList(), this::function);
    if (same(graph, model.getGraph()) && same(functions, model.getFunctionsList())) {
      return model;
    }
    return model.toBuilder().setGraph(graph).clearFunctions().addAllFunctions(functions).build();
  }

  private FunctionProto function(FunctionProto function) {
    List<NodeProto> nodes = all(function.getNodeList(), this::node);
    return same(nodes, function.getNodeList())
        ? function
        : function.toBuilder().clearNode().addAllNode(nodes).build();
  }

  private GraphProto graph(GraphProto graph) {
    List<TensorProto> tensors = all(graph.getInitializerList(), this::tensor);
    List<SparseTensorProto> sparse = all(graph.getSparseInitializerList(), this::sparse);
    List<NodeProto> nodes = all(graph.getNodeList(), this::node);
    if (same(tensors, graph.getInitializerList())
        && same(sparse, graph.getSparseInitializerList())
        && same(nodes, graph.getNodeList())) {
      return graph;
    }
    return graph.toBuilder()
        .clearInitializer()
        .addAllInitializer(tensors)
        .clearSparseInitializer()
        .addAllSparseInitializer(sparse)
        .clearNode()
        .addAllNode(nodes)
        .build();
  }

  private NodeProto node(NodeProto node) {
    List<AttributeProto> attributes = all(node.getAttributeList(), this::attribute);
    return same(attributes, node.getAttributeList())
        ? node
        : node.toBuilder().clearAttribute().addAllAttribute(attributes).build();
  }

  private AttributeProto attribute(AttributeProto attribute) {
    AttributeProto.Builder changed = attribute.toBuilder();
    boolean same = true;
    if (attribute.hasT()) {
      changed.setT(tensor(attribute.getT()));
      same &= same(changed.getT(), attribute.getT());
    }
    if (attribute.hasSparseTensor()) {
      changed.setSparseTensor(sparse(attribute.getSparseTensor()));
      same &= same(changed.getSparseTensor(), attribute.getSparseTensor());
    }
    if (attribute.hasG()) {
      changed.setG(graph(attribute.getG()));
      same &= same(changed.getG(), attribute.getG());
    }
    List<TensorProto> tensors = all(attribute.getTensorsList(), this::tensor);
    List<SparseTensorProto> sparse = all(attribute.getSparseTensorsList(), this::sparse);
    List<GraphProto> graphs = all(attribute.getGraphsList(), this::graph);
    if (same
        && same(tensors, attribute.getTensorsList())
        && same(sparse, attribute.getSparseTensorsList())
        && same(graphs, attribute.getGraphsList())) {
      return attribute;
    }
    return changed
        .clearTensors()
        .addAllTensors(tensors)
        .clearSparseTensors()
        .addAllSparseTensors(sparse)
        .clearGraphs()
        .addAllGraphs(graphs)
        .build();
  }

  private SparseTensorProto sparse(SparseTensorProto sparse) {
    TensorProto values = tensor(sparse.getValues());
    TensorProto indices = tensor(sparse.getIndices());
    return same(values, sparse.getValues()) && same(indices, sparse.getIndices())
        ? sparse
        : sparse.toBuilder().setValues(values).setIndices(indices).build();
  }

  private TensorProto tensor(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        ? new TensorReader(tensor, folder).inside()
        : tensor;
  }

  private static boolean same(Object now, Object before) {
    return now == before;
  }

  /** Returns the list itself where nothing in it changes. */
  private static <T> List<T> all(List<T> list, UnaryOperator<T> change) {
    List<T> changed = new ArrayList<>(list.size());
    boolean same = true;
    for (T each : list) {
      T now = change.apply(each);
      same &= same(now, each);
      changed.add(now);
    }
    return same ? list : changed;
  }
}
