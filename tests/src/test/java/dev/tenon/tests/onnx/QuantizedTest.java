package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.ints;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Protos;
import dev.tenon.verify.Difference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators of quantised networks at the edges of their types give ONNX Runtime's own numbers. */
class QuantizedTest {
  @TempDir private Path folder;

  /**
   * Runs one node on both engines, and once more written anew; every element must be the same.
   *
   * @param held which operands are initializers of the file
   */
  private Map<String, Tensor> agree(
      String opType,
      List<Tensor> operands,
      List<Integer> held,
      List<DType> results,
      AttributeProto... attributes)
      throws Exception {
    GraphProto.Builder graph = GraphProto.newBuilder();
    NodeProto.Builder node = NodeProto.newBuilder().setName("node").setOpType(opType);
    node.addAllAttribute(List.of(attributes));
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      Tensor operand = operands.get(i);
      node.addInput("x" + i);
      if (held.contains(i)) {
        graph.addInitializer(OnnxFile.proto("x" + i, operand));
      } else {
        fed.put("x" + i, operand);
        graph.addInput(port("x" + i, OnnxFile.dataType(operand.dtype()), operand.shape()));
      }
    }
    for (int i = 0; i < results.size(); i++) {
      node.addOutput("y" + i);
      var type = ai.onnx.proto.OnnxMl.TypeProto.newBuilder();
      type.getTensorTypeBuilder().setElemType(OnnxFile.dataType(results.get(i)));
      graph.addOutputBuilder().setName("y" + i).setType(type);
    }
    Path file = folder.resolve("net.onnx");
    Path again = folder.resolve("again.onnx");
    Files.write(file, model(graph.addNode(node), 17).build().toByteArray());
    Map<String, Tensor> expected;
    try (Model loaded = Model.load(file)) {
      expected = loaded.on("onnxruntime").predict(fed);
      assertThat(loaded.on("tensorflow").predict(fed)).isEqualTo(expected);
      loaded.save(again, OnnxOptions.DEFAULTS);
    }
    try (Model loaded = Model.load(again)) {
      assertThat(loaded.predict(fed)).isEqualTo(expected);
    }
    return expected;
  }

  /** Numbers near the largest, so that sums have an odd part far beyond 2^24. */
  private static Tensor large(DType type, int low, int high, long seed, long... shape) {
    Random random = new Random(seed);
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    Tensor.Writer writer = new Tensor.Writer(type, size);
    for (int i = 0; i < size; i++) {
      writer.set(i, low + random.nextInt(high - low + 1));
    }
    return writer.build(new long[] {size}).reshape(shape);
  }

  private static Tensor number(DType type, double value) {
    return Tensor.scalar(type, value);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 64, 512})
  void convolutionsOfIntegersAreExact(long channels) throws Exception {
    Tensor x = large(DType.UINT8, 250, 255, 1, 1, channels, 4, 4);
    Tensor w = large(DType.INT8, 120, 127, 2, 3, channels, 3, 3);
    for (List<Integer> held : List.of(List.of(1, 2, 3), List.<Integer>of())) {
      Map<String, Tensor> found =
          agree(
              "ConvInteger",
              List.of(x, w, number(DType.UINT8, 0), number(DType.INT8, 0)),
              held,
              List.of(DType.INT32),
              ints("pads", 1, 1, 1, 1));
      if (channels > 4) {
        assertThat(found.get("y0").getLong(5)).isGreaterThan(1 << 24);
      }
    }
  }

  @Test
  void convolutionsOfIntegersWithZerosOfTheirOwnAreExact() throws Exception {
    Tensor x = large(DType.UINT8, 0, 255, 3, 1, 64, 4, 4);
    Tensor w = large(DType.UINT8, 0, 255, 4, 3, 64, 3, 3);
    agree(
        "ConvInteger",
        List.of(x, w, number(DType.UINT8, 255), number(DType.UINT8, 3)),
        List.of(1, 2, 3),
        List.of(DType.INT32));
  }

  @Test
  void quantisedConvolutionsAddTheirBiasExactly() throws Exception {
    Tensor x = large(DType.UINT8, 250, 255, 5, 1, 64, 4, 4);
    Tensor w = large(DType.INT8, 120, 127, 6, 2, 64, 3, 3);
    agree(
        "QLinearConv",
        List.of(
            x,
            number(DType.FLOAT32, 1),
            number(DType.UINT8, 0),
            w,
            number(DType.FLOAT32, 1),
            number(DType.INT8, 0),
            number(DType.FLOAT32, 1),
            number(DType.UINT8, 0),
            Tensor.of(new int[] {-17_900_001, -18_000_100}, 2)),
        List.of(1, 2, 3, 4, 5, 6, 7, 8),
        List.of(DType.UINT8));
  }

  @Test
  void whatIsAllZeroIsQuantisedAsOnnxRuntimeDoes() throws Exception {
    List<DType> types = List.of(DType.UINT8, DType.FLOAT32, DType.UINT8);
    Map<String, Tensor> zeros =
        agree("DynamicQuantizeLinear", List.of(Tensor.of(new float[6], 2, 3)), List.of(), types);
    assertThat(zeros.get("y1").getDouble(0)).isEqualTo(1);
    agree(
        "DynamicQuantizeLinear",
        List.of(Tensor.of(new float[] {-1.5f, 0.25f, 3, 0, 2.75f, 1}, 2, 3)),
        List.of(),
        types);
  }

  @Test
  void productsOfIntegersAreExact() throws Exception {
    agree(
        "MatMulInteger",
        List.of(large(DType.UINT8, 250, 255, 7, 2, 2000), large(DType.INT8, 120, 127, 8, 2000, 3)),
        List.of(1),
        List.of(DType.INT32));
  }

  /** A new file of the same network has the weights in the type that the old one has them in. */
  @Test
  void writtenWeightsStayWholeNumbers() throws Exception {
    Tensor weight = large(DType.INT8, -128, 127, 3, 20, 30);
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Protos.floats("x", -1, 20))
            .addInitializer(OnnxFile.proto("w", weight))
            .addInitializer(OnnxFile.proto("scale", Tensor.scalar(DType.FLOAT32, 0.02)))
            .addNode(Protos.node("DequantizeLinear", List.of("w", "scale"), List.of("kernel")))
            .addNode(Protos.node("MatMul", List.of("x", "kernel"), List.of("y")))
            .addOutput(Protos.floats("y", -1, 30));
    Path file = folder.resolve("net.onnx");
    Path again = folder.resolve("again.onnx");
    Files.write(file, model(graph, 17).build().toByteArray());
    Map<String, Tensor> fed = Map.of("x", large(DType.FLOAT32, -9, 9, 5, 4, 20));
    try (Model loaded = Model.load(file)) {
      loaded.save(again, OnnxOptions.DEFAULTS);
      try (Model written = Model.load(again)) {
        // ONNX Runtime rounds what is multiplied with a DequantizeLinear's result to 8 bits too.
        Tensor expected = loaded.on("tensorflow").predict(fed).get("y");
        Difference apart = Difference.of(expected, written.on("onnxruntime").predict(fed).get("y"));
        assertThat(apart.problem()).isEmpty();
        assertThat(apart.relative()).isLessThanOrEqualTo(1e-6);
      }
    }
    ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(again));
    assertThat(proto.getGraph().getInitializerList())
        .filteredOn(tensor -> tensor.getDimsCount() == 2)
        .allMatch(tensor -> tensor.getDataType() == TensorProto.DataType.INT8_VALUE)
        .hasSize(1);
  }
}
