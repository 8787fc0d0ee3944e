package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;

/** Small ONNX messages, as a stranger writes them: nothing of Tenon's exporter made them. */
final class Messages {
  private Messages() {}

  /** Returns a port with one open axis for each name; without any it is a scalar. */
  static ValueInfoProto port(String name, int type, String... axes) {
    ValueInfoProto.Builder port = unranked(name, type).toBuilder();
    var shape = port.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    for (String axis : axes) {
      shape.addDimBuilder().setDimParam(axis);
    }
    return port.build();
  }

  /** Returns a port of which the file does not say how many axes it has. */
  static ValueInfoProto unranked(String name, int type) {
    ValueInfoProto.Builder port = ValueInfoProto.newBuilder().setName(name);
    port.getTypeBuilder().getTensorTypeBuilder().setElemType(type);
    return port.build();
  }

  static NodeProto node(
      String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    return NodeProto.newBuilder()
        .setName("node_" + outputs.get(0))
        .setOpType(operator)
        .addAllInput(inputs)
        .addAllOutput(outputs)
        .addAllAttribute(List.of(attributes))
        .build();
  }

  static AttributeProto integer(String name, long value) {
    return attribute(name, AttributeType.INT).setI(value).build();
  }

  static AttributeProto text(String name, String value) {
    return attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
  }

  static AttributeProto graph(String name, GraphProto graph) {
    return attribute(name, AttributeType.GRAPH).setG(graph).build();
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  static ModelProto.Builder model(GraphProto.Builder graph, long opset) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph.setName("net"));
  }
}
