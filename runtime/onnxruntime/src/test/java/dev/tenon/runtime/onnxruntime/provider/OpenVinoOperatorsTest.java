package dev.tenon.runtime.onnxruntime.provider;

import static dev.tenon.testing.Protos.floats;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.testing.Protos;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenVinoOperatorsTest {
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

  @Test
  void networkOfImagesIsComputed() {
    NodeProto conv = Protos.node("Conv", List.of("x", "w"), List.of("y"));
    assertThat(isComputed(floats("x", -1, 3, 8, 8), conv)).isTrue();
    NodeProto product = Protos.node("MatMul", List.of("x", "w"), List.of("y"));
    assertThat(isComputed(floats("x", -1, 8), product)).isTrue();
  }

  @Test
  void whatOpenVinoComputesOtherwiseIsNot() {
    for (String operator : new String[] {"LSTM", "GRU", "RNN", "Resize", "Gather", "Slice", "If"}) {
      assertThat(isComputed(floats("x", -1, 8), node(operator))).as(operator).isFalse();
    }
    NodeProto foreign = node("Relu").toBuilder().setDomain("com.microsoft").build();
    assertThat(isComputed(floats("x", -1, 8), foreign)).isFalse();
    ValueInfoProto image = floats("x", -1, 3, 8, 8);
    NodeProto pool = node("MaxPool", Protos.integer("ceil_mode", 1));
    assertThat(isComputed(image, pool)).isFalse();
    NodeProto learns = node("BatchNormalization", Protos.integer("training_mode", 1));
    assertThat(isComputed(image, learns)).isFalse();
    NodeProto places = Protos.node("MaxPool", List.of("x"), List.of("y", "places"));
    assertThat(isComputed(image, places)).isFalse();
  }

  @Test
  void whatMayHaveNoElementsIsNot() {
    assertThat(isComputed(floats("x", -1, -1), node("Relu"))).isFalse();
    assertThat(isComputed(floats("x", 0, 4), node("Relu"))).isFalse();
    GraphProto.Builder weights =
        GraphProto.newBuilder()
            .addInitializer(TensorProto.newBuilder().setName("w").setDataType(FLOAT).addDims(0))
            .addInput(floats("x", -1, 8))
            .addNode(Protos.node("Add", List.of("x", "w"), List.of("y")));
    assertThat(isComputed(weights)).isFalse();
    assertThat(isComputed(Protos.unranked("x", FLOAT), node("Relu"))).isFalse();
  }

  @Test
  void otherNumbersThanFloat32AreNot() {
    NodeProto sum = Protos.node("Add", List.of("x", "x"), List.of("y"));
    for (int type :
        new int[] {TensorProto.DataType.INT64_VALUE, TensorProto.DataType.DOUBLE_VALUE}) {
      assertThat(isComputed(Protos.port("x", type, -1, 8), sum)).isFalse();
    }
  }

  private static boolean isComputed(ValueInfoProto input, NodeProto node) {
    return isComputed(GraphProto.newBuilder().addInput(input).addNode(node));
  }

  private static boolean isComputed(GraphProto.Builder graph) {
    byte[] bytes = Protos.model(graph, 18).build().toByteArray();
    return OpenVinoOperators.compute(OnnxModel.read(Source.of("model.onnx", bytes)));
  }

  private static NodeProto node(String operator, AttributeProto... attributes) {
    return Protos.node(operator, List.of("x"), List.of("y"), attributes);
  }
}
