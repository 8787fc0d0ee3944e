package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.exporters.onnx.edit.OnnxAttributes;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Replaces outputs of small types, such as int4, by ordinary ones behind a Cast. */
final class OrdinaryOutputs {
  private OrdinaryOutputs() {}

  static Map<String, DType> find(GraphProto graph) {
    Set<String> computed = new HashSet<>();
    graph.getNodeList().forEach(node -> computed.addAll(node.getOutputList()));
    Map<String, DType> found = new LinkedHashMap<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      int type = output.getType().getTensorType().getElemType();
      if (OnnxFile.isSupported(type)
          && OnnxFile.dtype(type).isSmall()
          && computed.contains(output.getName())) {
        found.put(output.getName(), OnnxFile.dtype(type));
      }
    }
    return found;
  }

  static GraphProto replace(GraphProto graph) {
    Map<String, DType> small = find(graph);
    if (small.isEmpty()) {
      return graph;
    }
    GraphProto.Builder builder = graph.toBuilder();
    for (int i = 0; i < graph.getOutputCount(); i++) {
      String name = graph.getOutput(i).getName();
      DType type = small.get(name);
      if (type != null) {
        // The output keeps its name for the caller.
        String inside = "tenon/small/" + name;
        SignedInputs.rename(builder, name, inside);
        renameResult(builder, name, inside);
        long ordinary = OnnxFile.dataType(type.ordinary());
        builder
            .getOutputBuilder(i)
            .getTypeBuilder()
            .getTensorTypeBuilder()
            .setElemType((int) ordinary);
        builder.addNode(
            NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(inside)
                .addOutput(name)
                .addAttribute(OnnxAttributes.proto("to", ordinary, OnnxAttributes.NONE)));
      }
    }
    return builder.build();
  }

  private static void renameResult(GraphProto.Builder graph, String from, String to) {
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (int i = 0; i < node.getOutputCount(); i++) {
        if (node.getOutput(i).equals(from)) {
          node.setOutput(i, to);
        }
      }
    }
  }
}
