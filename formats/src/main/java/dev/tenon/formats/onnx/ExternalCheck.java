package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ModelFolder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks and reads all tensors whose values lie in other files, wherever in a model they stand, so
 * that what happens to those files later does not reach the model.
 */
final class ExternalCheck {
  private final String file;
  private final @Nullable ModelFolder folder;

  ExternalCheck(String file, @Nullable ModelFolder folder) {
    this.file = file;
    this.folder = folder;
  }

  void check(ModelProto model) {
    graph(model.getGraph());
    model.getFunctionsList().forEach(function -> nodes(function.getNodeList()));
    model
        .getTrainingInfoList()
        .forEach(
            info -> {
              graph(info.getInitialization());
              graph(info.getAlgorithm());
            });
  }

  private void graph(GraphProto graph) {
    graph.getInitializerList().forEach(this::tensor);
    graph.getSparseInitializerList().forEach(this::sparse);
    nodes(graph.getNodeList());
  }

  private void nodes(List<NodeProto> nodes) {
    for (NodeProto node : nodes) {
      for (AttributeProto attribute : node.getAttributeList()) {
        tensor(attribute.getT());
        attribute.getTensorsList().forEach(this::tensor);
        sparse(attribute.getSparseTensor());
        attribute.getSparseTensorsList().forEach(this::sparse);
        graph(attribute.getG());
        attribute.getGraphsList().forEach(this::graph);
      }
    }
  }

  private void sparse(SparseTensorProto sparse) {
    tensor(sparse.getValues());
    tensor(sparse.getIndices());
  }

  private void tensor(TensorProto tensor) {
    if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
      return;
    }
    String where = file + ": tensor '" + tensor.getName() + "'";
    if (folder == null) {
      throw new UnsupportedModelException(
          where,
          "its values lie in a file beside the model, and the model did not come from a file:"
              + " load it by its path");
    }
    if (OnnxFile.isSupported(tensor.getDataType())) {
      new TensorReader(where, tensor, folder).read();
    } else {
      ExternalData.of(where, tensor).read(folder, -1);
    }
  }
}
