package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives initializers other values. */
final class NewValues {
  private NewValues() {}

  static GraphProto apply(GraphProto graph, Map<String, Tensor> values, @Nullable Path folder) {
    GraphProto.Builder builder = null;
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto old = graph.getInitializer(i);
      TensorProto changed = changed(old, values.get(old.getName()), folder);
      if (changed != null) {
        builder = builder == null ? graph.toBuilder() : builder;
        builder.setInitializer(i, changed);
      }
    }
    return builder == null ? graph : builder.build();
  }

  /** Returns the initializer with its new value; null where it stays as it is. */
  private static @Nullable TensorProto changed(
      TensorProto old, @Nullable Tensor value, @Nullable Path folder) {
    boolean external = old.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    if (value == null && !external) {
      return null;
    }
    Tensor before = OnnxFile.tensor(old, folder);
    Tensor now = value == null ? before : value;
    if (!external && now.equals(before)) {
      return null;
    }
    TensorProto fresh = OnnxFile.proto(old.getName(), now);
    return old.hasDocString() ? fresh.toBuilder().setDocString(old.getDocString()).build() : fresh;
  }
}
