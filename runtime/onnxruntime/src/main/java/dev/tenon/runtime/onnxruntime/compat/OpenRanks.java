package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The inputs of a graph of which the file does not say how many axes they have. */
final class OpenRanks {
  private OpenRanks() {}

  /** Returns their names, without those that have a value of their own. */
  static Set<String> find(GraphProto graph) {
    Set<String> own =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    Set<String> open = new LinkedHashSet<>();
    for (ValueInfoProto input : graph.getInputList()) {
      boolean tensor = input.getType().hasTensorType();
      if (tensor && !input.getType().getTensorType().hasShape() && !own.contains(input.getName())) {
        open.add(input.getName());
      }
    }
    return open;
  }

  /** Returns the graph with so many axes of unknown lengths in its inputs. */
  static GraphProto close(GraphProto graph, Map<String, Integer> ranks) {
    GraphProto.Builder builder = graph.toBuilder();
    for (ValueInfoProto.Builder input : builder.getInputBuilderList()) {
      Integer rank = ranks.get(input.getName());
      if (rank != null) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int i = 0; i < rank; i++) {
          shape.addDimBuilder();
        }
        input.getTypeBuilder().getTensorTypeBuilder().setShape(shape);
      }
    }
    return builder.build();
  }
}
