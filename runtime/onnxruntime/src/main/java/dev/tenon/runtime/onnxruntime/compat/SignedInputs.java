package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.exporters.onnx.edit.OnnxAttributes;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Replaces inputs of unsigned and small types by ordinary ones, with a Cast behind them. */
final class SignedInputs {
  /** The type that holds every value, except for uint64, which keeps its bits. */
  private static final Map<Integer, Integer> STAND_INS = standIns();

  private static Map<Integer, Integer> standIns() {
    Map<Integer, Integer> types = new HashMap<>();
    types.put(DataType.UINT16_VALUE, DataType.INT32_VALUE);
    types.put(DataType.UINT32_VALUE, DataType.INT64_VALUE);
    types.put(DataType.UINT64_VALUE, DataType.INT64_VALUE);
    for (DType type : DType.values()) {
      if (type.isSmall()) {
        types.put(OnnxFile.dataType(type), OnnxFile.dataType(type.ordinary()));
      }
    }
    return Map.copyOf(types);
  }

  private SignedInputs() {}

  static Map<String, DType> find(GraphProto graph) {
    Set<String> initialized = initialized(graph);
    Map<String, DType> found = new LinkedHashMap<>();
    for (ValueInfoProto input : graph.getInputList()) {
      int type = input.getType().getTensorType().getElemType();
      if (STAND_INS.containsKey(type) && !initialized.contains(input.getName())) {
        found.put(input.getName(), OnnxFile.dtype(type));
      }
    }
    return found;
  }

  private static Set<String> initialized(GraphProto graph) {
    Set<String> names = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    return names;
  }

  static GraphProto replace(GraphProto graph) {
    GraphProto.Builder builder = graph.toBuilder();
    Set<String> initialized = initialized(graph);
    List<NodeProto> casts = new ArrayList<>();
    for (int i = 0; i < graph.getInputCount(); i++) {
      ValueInfoProto input = graph.getInput(i);
      int type = input.getType().getTensorType().getElemType();
      Integer standIn = STAND_INS.get(type);
      if (standIn == null || initialized.contains(input.getName())) {
        continue;
      }
      // The input keeps its name for the caller; what the nodes read is called differently.
      String inside = "tenon/unsigned/" + input.getName();
      ValueInfoProto.Builder changed = input.toBuilder();
      changed.getTypeBuilder().getTensorTypeBuilder().setElemType(standIn);
      builder.setInput(i, changed);
      NodeProto.Builder cast =
          NodeProto.newBuilder()
              .setOpType("Cast")
              .addInput(input.getName())
              .addOutput(inside)
              .addAttribute(OnnxAttributes.proto("to", (long) type, OnnxAttributes.NONE));
      if (type == OnnxFile.dataType(DType.FLOAT8E8M0)) {
        // Its smallest power of two has no exponent in float32, which would be rounded up.
        cast.addAttribute(OnnxAttributes.proto("round_mode", "down", OnnxAttributes.NONE));
      }
      casts.add(cast.build());
      rename(builder, input.getName(), inside);
    }
    if (casts.isEmpty()) {
      return graph;
    }
    List<NodeProto> nodes = new ArrayList<>(casts);
    nodes.addAll(builder.getNodeList());
    return builder.clearNode().addAllNode(nodes).build();
  }

  /** Gives what nodes read under a name another one, in nested graphs too. */
  static void rename(GraphProto.Builder graph, String from, String to) {
    for (int n = 0; n < graph.getNodeCount(); n++) {
      NodeProto node = graph.getNode(n);
      NodeProto.Builder changed = node.toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(from)) {
          changed.setInput(i, to);
        }
      }
      for (int a = 0; a < node.getAttributeCount(); a++) {
        if (node.getAttribute(a).hasG()) {
          rename(changed.getAttributeBuilder(a).getGBuilder(), from, to);
        }
      }
      graph.setNode(n, changed);
    }
  }
}
