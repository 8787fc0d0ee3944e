package dev.tenon.exporters.onnx.edit;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replaces the values of initializers. */
public final class NewValues {
  private NewValues() {}

  /** Returns a graph with other values of initializers. */
  public static GraphProto apply(GraphProto graph, Map<String, Tensor> values) {
    GraphProto.Builder builder = null;
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto old = graph.getInitializer(i);
      Tensor value = values.get(old.getName());
      TensorProto changed = value == null ? null : changed(old, value);
      if (changed != null) {
        builder = builder == null ? graph.toBuilder() : builder;
        builder.setInitializer(i, changed);
      }
    }
    return builder == null ? graph : builder.build();
  }

  /** Returns the initializer with its new value; null if that is what it has. */
  private static @Nullable TensorProto changed(TensorProto old, Tensor value) {
    Tensor before = OnnxFile.tensor(old, null);
    // A weight that is stored in half precision may be learned in full.
    Tensor now = value.cast(before.dtype());
    if (now.equals(before)) {
      return null;
    }
    TensorProto fresh = OnnxFile.proto(old.getName(), now);
    return old.hasDocString() ? fresh.toBuilder().setDocString(old.getDocString()).build() : fresh;
  }
}
