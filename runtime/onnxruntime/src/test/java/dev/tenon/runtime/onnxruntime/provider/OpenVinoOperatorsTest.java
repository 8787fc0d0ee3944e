package dev.tenon.runtime.onnxruntime.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import org.junit.jupiter.api.Test;

class OpenVinoOperatorsTest {
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

  @Test
  void networkOfImagesIsComputed() {
    assertThat(isComputed(input(FLOAT, -1, 3, 8, 8), node("Conv", "x", "w"))).isTrue();
    assertThat(isComputed(input(FLOAT, -1, 8), node("MatMul", "x", "w"))).isTrue();
  }

  @Test
  void whatOpenVinoComputesOtherwiseIsNot() {
    for (String operator : new String[] {"LSTM", "GRU", "RNN", "Resize", "Gather", "Slice", "If"}) {
      assertThat(isComputed(input(FLOAT, -1, 8), node(operator, "x"))).as(operator).isFalse();
    }
    NodeProto foreign = node("Relu", "x").toBuilder().setDomain("com.microsoft").build();
    assertThat(isComputed(input(FLOAT, -1, 8), foreign)).isFalse();
    AttributeProto.Builder one = AttributeProto.newBuilder().setI(1);
    NodeProto pool =
        node("MaxPool", "x").toBuilder().addAttribute(one.setName("ceil_mode")).build();
    assertThat(isComputed(input(FLOAT, -1, 3, 8, 8), pool)).isFalse();
    NodeProto learns =
        node("BatchNormalization", "x").toBuilder()
            .addAttribute(one.setName("training_mode"))
            .build();
    assertThat(isComputed(input(FLOAT, -1, 3, 8, 8), learns)).isFalse();
    NodeProto places = node("MaxPool", "x").toBuilder().addOutput("places").build();
    assertThat(isComputed(input(FLOAT, -1, 3, 8, 8), places)).isFalse();
  }

  @Test
  void whatMayHaveNoElementsIsNot() {
    assertThat(isComputed(input(FLOAT, -1, -1), node("Relu", "x"))).isFalse();
    assertThat(isComputed(input(FLOAT, 0, 4), node("Relu", "x"))).isFalse();
    GraphProto weights =
        GraphProto.newBuilder()
            .addInitializer(TensorProto.newBuilder().setName("w").setDataType(FLOAT).addDims(0))
            .addInput(input(FLOAT, -1, 8))
            .addNode(node("Add", "x", "w"))
            .build();
    assertThat(OpenVinoOperators.compute(model(weights))).isFalse();
    TypeProto.Tensor anyRank = TypeProto.Tensor.newBuilder().setElemType(FLOAT).build();
    ValueInfoProto free =
        ValueInfoProto.newBuilder()
            .setName("x")
            .setType(TypeProto.newBuilder().setTensorType(anyRank))
            .build();
    assertThat(isComputed(free, node("Relu", "x"))).isFalse();
  }

  @Test
  void otherNumbersThanFloat32AreNot() {
    for (int type :
        new int[] {TensorProto.DataType.INT64_VALUE, TensorProto.DataType.DOUBLE_VALUE}) {
      assertThat(isComputed(input(type, -1, 8), node("Add", "x", "x"))).isFalse();
    }
  }

  private static boolean isComputed(ValueInfoProto input, NodeProto node) {
    return OpenVinoOperators.compute(
        model(GraphProto.newBuilder().addInput(input).addNode(node).build()));
  }

  private static OnnxModel model(GraphProto graph) {
    byte[] bytes =
        ModelProto.newBuilder()
            .setIrVersion(9)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
            .setGraph(graph.toBuilder().setName("graph"))
            .build()
            .toByteArray();
    return OnnxModel.read(Source.of("model.onnx", bytes));
  }

  private static NodeProto node(String operator, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput("y");
    for (String input : inputs) {
      node.addInput(input);
    }
    return node.build();
  }

  /** A size of -1 is free. */
  private static ValueInfoProto input(int type, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
      if (size < 0) {
        dimension.setDimParam("free");
      } else {
        dimension.setDimValue(size);
      }
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName("x")
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
