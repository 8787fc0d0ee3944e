package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.exporters.onnx.edit.OnnxAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An ONNX node under construction, in the form of the newest opset until it is stepped down. */
final class Draft {
  String opType;
  String domain = "";

  /** The names of the inputs; empty for an optional one that is left out. */
  final List<String> inputs = new ArrayList<>();

  final List<String> outputs = new ArrayList<>();
  final Map<String, Object> attributes = new LinkedHashMap<>();

  Draft(String opType) {
    this.opType = opType;
  }

  boolean hasInput(int index) {
    return index < inputs.size() && !inputs.get(index).isEmpty();
  }

  /** Leaves out the inputs from one position on. */
  void keepInputs(int count) {
    while (inputs.size() > count) {
      inputs.remove(inputs.size() - 1);
    }
  }

  long number(String attribute, long otherwise) {
    return attributes.get(attribute) instanceof Long number ? number : otherwise;
  }

  String text(String attribute, String otherwise) {
    return attributes.get(attribute) instanceof String text ? text : otherwise;
  }

  NodeProto.Builder build(String name, OnnxAttributes.Nested nested) {
    int count = inputs.size();
    // A Loop names its count and its condition also where it has neither and carries nothing.
    int least = opType.equals("Loop") && domain.isEmpty() ? 2 : 0;
    while (count > least && inputs.get(count - 1).isEmpty()) {
      count--;
    }
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(opType)
            .addAllInput(inputs.subList(0, count))
            .addAllOutput(outputs);
    if (!domain.isEmpty()) {
      node.setDomain(domain);
    }
    attributes.forEach((key, value) -> node.addAttribute(OnnxAttributes.proto(key, value, nested)));
    return node;
  }
}
