package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.ints;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.number;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime's quantiser writes of its own gives ONNX Runtime's numbers on TensorFlow. */
class ContribQuantizedTest {
  @TempDir private Path folder;

  private static Tensor whole(DType type, long seed, long... shape) {
    Random random = new Random(seed);
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    int low = type.isUnsigned() ? 0 : -128;
    Tensor.Writer writer = new Tensor.Writer(type, size);
    for (int i = 0; i < size; i++) {
      writer.set(i, low + random.nextInt(256));
    }
    return writer.build(shape);
  }

  private static Tensor scale(double value) {
    return Tensor.scalar(DType.FLOAT32, value);
  }

  private static Arguments of(String name, List<Tensor> operands, AttributeProto... attributes) {
    return Arguments.of(name, operands, List.of(attributes));
  }

  static Stream<Arguments> operators() {
    return Stream.of(DType.UINT8, DType.INT8).flatMap(ContribQuantizedTest::operators);
  }

  private static Stream<Arguments> operators(DType type) {
    Tensor x = whole(type, 3, 2, 4, 6, 6);
    Tensor y = whole(type, 5, 2, 4, 6, 6);
    Tensor a = whole(type, 7, 3, 5);
    Tensor b = whole(type, 9, 4, 5);
    Tensor zero = Tensor.scalar(type, 7);
    Tensor other = Tensor.scalar(type, 20);
    Tensor low = Tensor.scalar(type, type.isUnsigned() ? 0 : -128);
    Tensor bias = Tensor.of(new int[] {300, -20, 7, 55}, 4);
    List<Tensor> two = List.of(x, scale(0.031), zero, y, scale(0.017), other, scale(0.045), zero);
    List<Tensor> one = List.of(x, scale(0.031), zero, scale(0.0041), other);
    List<Tensor> shares = List.of(a, scale(0.031), zero, scale(1 / 256.0), low);
    return Stream.of(
        of("QLinearAdd", two),
        of("QLinearMul", two),
        of("QLinearSigmoid", one),
        of("QLinearLeakyRelu", one, number("alpha", 0.2f)),
        of("QLinearSoftmax", shares, integer("axis", -1), integer("opset", 17)),
        of("QLinearGlobalAveragePool", List.of(x, scale(0.031), zero, scale(0.013), other)),
        of(
            "QLinearAveragePool",
            List.of(x, scale(0.031), zero, scale(0.023), other),
            ints("kernel_shape", 3, 3),
            ints("strides", 2, 2),
            ints("pads", 1, 1, 1, 1)),
        of(
            "QLinearConcat",
            List.of(scale(0.05), zero, x, scale(0.031), zero, y, scale(0.017), other),
            integer("axis", 1)),
        of(
            "QGemm",
            List.of(a, scale(0.031), zero, b, scale(0.017), other, bias, scale(0.4), zero),
            integer("transB", 1)),
        of(
            "QGemm",
            List.of(a, scale(0.031), zero, b, scale(0.017), other, bias),
            integer("transB", 1),
            number("alpha", 0.5f)));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void bothEnginesAgree(String opType, List<Tensor> operands, List<AttributeProto> attributes)
      throws Exception {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setName("node")
            .setDomain("com.microsoft")
            .setOpType(opType)
            .addAllAttribute(attributes)
            .addOutput("y");
    GraphProto.Builder graph = GraphProto.newBuilder();
    Map<String, Tensor> fed = new LinkedHashMap<>();
    DType type = null;
    for (int i = 0; i < operands.size(); i++) {
      Tensor operand = operands.get(i);
      node.addInput("x" + i);
      if (operand.rank() < 2) {
        graph.addInitializer(OnnxFile.proto("x" + i, operand));
      } else {
        type = operand.dtype();
        fed.put("x" + i, operand);
        graph.addInput(port("x" + i, OnnxFile.dataType(operand.dtype()), operand.shape()));
      }
    }
    DType result = operands.size() == 7 ? DType.FLOAT32 : type;
    TypeProto.Builder port = TypeProto.newBuilder();
    port.getTensorTypeBuilder().setElemType(OnnxFile.dataType(result));
    graph.addNode(node).addOutputBuilder().setName("y").setType(port);
    ModelProto.Builder proto = model(graph, 17);
    proto.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1));
    Path file = folder.resolve("net.onnx");
    Path again = folder.resolve("again.onnx");
    Files.write(file, proto.build().toByteArray());
    try (Model network = Model.load(file)) {
      Tensor expected = network.on("onnxruntime").predict(fed).get("y");
      same(network.on("tensorflow").predict(fed).get("y"), expected);
      network.save(again, OnnxOptions.DEFAULTS);
      try (Model written = Model.load(again)) {
        same(written.on("onnxruntime").predict(fed).get("y"), expected);
      }
    }
  }

  /** Sums in another order may round a number in the middle of two steps to the other one. */
  private static void same(Tensor found, Tensor expected) {
    assertThat(found.dtype()).isEqualTo(expected.dtype());
    assertThat(found.shape()).isEqualTo(expected.shape());
    int apart = 0;
    double most = 0;
    for (int i = 0; i < found.size(); i++) {
      double difference = Math.abs(found.getDouble(i) - expected.getDouble(i));
      most = Math.max(most, difference);
      apart += difference == 0 ? 0 : 1;
    }
    boolean real = found.dtype().isFloating();
    assertThat(most).isLessThanOrEqualTo(real ? 1e-5 : 1);
    assertThat(real ? 0 : apart).isLessThanOrEqualTo(found.size() / 50);
  }
}
