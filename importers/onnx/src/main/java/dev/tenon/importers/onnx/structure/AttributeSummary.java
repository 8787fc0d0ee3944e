package dev.tenon.importers.onnx.structure;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.tenon.formats.onnx.OnnxFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says what a node's attributes are, without the values of tensors and the insides of graphs. */
final class AttributeSummary {
  private AttributeSummary() {}

  static Map<String, Object> of(NodeProto node) {
    Map<String, Object> words = new TreeMap<>();
    node.getAttributeList().forEach(attribute -> words.put(attribute.getName(), word(attribute)));
    return words;
  }

  static Object word(AttributeProto attribute) {
    return switch (attribute.getType()) {
      case FLOAT -> attribute.getF();
      case INT -> attribute.getI();
      case STRING -> attribute.getS().toStringUtf8();
      case FLOATS -> List.copyOf(attribute.getFloatsList());
      case INTS -> List.copyOf(attribute.getIntsList());
      case STRINGS -> attribute.getStringsList().stream().map(ByteString::toStringUtf8).toList();
      case TENSOR -> tensor(attribute.getT());
      case GRAPH -> "graph of " + attribute.getG().getNodeCount() + " nodes";
      default -> attribute.getType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static String tensor(TensorProto tensor) {
    return "tensor " + OnnxFile.dataTypeName(tensor.getDataType()) + tensor.getDimsList();
  }
}
