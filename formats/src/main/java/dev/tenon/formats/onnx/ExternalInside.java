package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProtoOrBuilder;
import dev.tenon.formats.ModelFolder;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** Returns the model with all values inside; itself where none lie elsewhere. */
  ModelProto apply(ModelProto model) {
    AtomicBoolean outside = new AtomicBoolean();
    ModelTensors.visit(model, tensor -> outside.compareAndSet(false, isOutside(tensor)));
    if (!outside.get()) {
      return model;
    }
    ModelProto.Builder inside = model.toBuilder();
    graph(inside.getGraphBuilder());
    inside
        .getFunctionsBuilderList()
        .forEach(function -> function.getNodeBuilderList().forEach(this::node));
    return inside.build();
  }

  private void graph(GraphProto.Builder graph) {
    graph.getInitializerBuilderList().forEach(this::tensor);
    graph.getSparseInitializerBuilderList().forEach(this::sparse);
    graph.getNodeBuilderList().forEach(this::node);
  }

  private void node(NodeProto.Builder node) {
    for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
      if (attribute.hasT()) {
        tensor(attribute.getTBuilder());
      }
      if (attribute.hasSparseTensor()) {
        sparse(attribute.getSparseTensorBuilder());
      }
      if (attribute.hasG()) {
        graph(attribute.getGBuilder());
      }
      attribute.getTensorsBuilderList().forEach(this::tensor);
      attribute.getSparseTensorsBuilderList().forEach(this::sparse);
      attribute.getGraphsBuilderList().forEach(this::graph);
    }
  }

  private void sparse(SparseTensorProto.Builder sparse) {
    if (sparse.hasValues()) {
      tensor(sparse.getValuesBuilder());
    }
    if (sparse.hasIndices()) {
      tensor(sparse.getIndicesBuilder());
    }
  }

  private void tensor(TensorProto.Builder tensor) {
    if (isOutside(tensor)) {
      TensorProto inside = new TensorReader(tensor.build(), folder).inside();
      tensor.clear().mergeFrom(inside);
    }
  }

  private static boolean isOutside(TensorProtoOrBuilder tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }
}
