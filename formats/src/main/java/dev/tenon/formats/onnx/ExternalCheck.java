package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ModelFolder;
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
    ModelTensors.visit(model, this::tensor);
    for (TrainingInfoProto info : model.getTrainingInfoList()) {
      ModelTensors.visit(info.getInitialization(), this::tensor);
      ModelTensors.visit(info.getAlgorithm(), this::tensor);
    }
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
