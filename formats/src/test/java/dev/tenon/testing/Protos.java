package dev.tenon.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Random;

/** Makes small ONNX messages. */
public final class Protos {
  private Protos() {}

  /** Returns a port of float32; a negative length is the symbol N. */
  public static ValueInfoProto floats(String name, long... lengths) {
    return port(name, TensorProto.DataType.FLOAT_VALUE, lengths);
  }

  public static ValueInfoProto port(String name, int type, long... lengths) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : lengths) {
      if (length < 0) {
        shape.addDimBuilder().setDimParam("N");
      } else {
        shape.addDimBuilder().setDimValue(length);
      }
    }
    TypeProto.Builder proto = TypeProto.newBuilder();
    proto.getTensorTypeBuilder().setElemType(type).setShape(shape);
    return ValueInfoProto.newBuilder().setName(name).setType(proto).build();
  }

  /** Returns a port of which the file does not say how many axes it has. */
  public static ValueInfoProto unranked(String name, int type) {
    ValueInfoProto.Builder port = ValueInfoProto.newBuilder().setName(name);
    port.getTypeBuilder().getTensorTypeBuilder().setElemType(type);
    return port.build();
  }

  /** Returns an initializer of integers. */
  public static TensorProto longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  /** Returns a port of float32 whose lengths are numbers or symbols. */
  public static ValueInfoProto port(String name, String... lengths) {
    ValueInfoProto.Builder port = floats(name).toBuilder();
    for (String length : lengths) {
      var dim = port.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().addDimBuilder();
      if (length.matches("[0-9]+")) {
        dim.setDimValue(Long.parseLong(length));
      } else {
        dim.setDimParam(length);
      }
    }
    return port.build();
  }

  /** Returns an initializer of numbers drawn from a normal distribution of this deviation. */
  public static TensorProto drawn(Random random, double deviation, String name, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    long size = 1;
    for (long length : shape) {
      tensor.addDims(length);
      size *= length;
    }
    for (long i = 0; i < size; i++) {
      tensor.addFloatData((float) (deviation * random.nextGaussian()));
    }
    return tensor.build();
  }

  public static NodeProto node(
      String opType, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    return NodeProto.newBuilder()
        .setName("node_" + outputs.get(0))
        .setOpType(opType)
        .addAllInput(inputs)
        .addAllOutput(outputs)
        .addAllAttribute(List.of(attributes))
        .build();
  }

  public static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  public static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  public static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  public static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  public static AttributeProto graph(String name, GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  public static ModelProto.Builder model(GraphProto.Builder graph, long opset) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("hand")
        .setProducerVersion("1")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph.setName("net"));
  }
}
