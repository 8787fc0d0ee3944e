package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.ints;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.number;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forms of operators that ONNX's own tests leave out: TensorFlow computes what ONNX Runtime does,
 * with all operands fed.
 */
class OnnxKernelsTest {
  @TempDir private Path folder;

  private void agree(
      String opType, int opset, int outputs, List<Tensor> inputs, AttributeProto... attributes)
      throws Exception {
    GraphProto.Builder graph = GraphProto.newBuilder();
    NodeProto.Builder node = NodeProto.newBuilder().setName("node").setOpType(opType);
    node.addAllAttribute(List.of(attributes));
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor input = inputs.get(i);
      fed.put("x" + i, input);
      node.addInput("x" + i);
      graph.addInput(port("x" + i, OnnxFile.dataType(input.dtype()), input.shape()));
    }
    for (int i = 0; i < outputs; i++) {
      node.addOutput("y" + i);
      graph.addOutput(
          ai.onnx.proto.OnnxMl.ValueInfoProto.newBuilder()
              .setName("y" + i)
              .setType(type(opType, i, inputs.get(0).dtype())));
    }
    Path file = folder.resolve("net.onnx");
    Files.write(file, model(graph.addNode(node), opset).build().toByteArray());
    try (Model loaded = Model.load(file)) {
      Map<String, Tensor> expected = loaded.on("onnxruntime").predict(fed);
      Map<String, Tensor> found = loaded.on("tensorflow").predict(fed);
      expected.forEach(
          (name, tensor) -> {
            Difference difference = Difference.of(tensor, found.get(name));
            assertThat(difference.problem()).as(opType + " " + name).isEmpty();
            assertThat(difference.relative()).as(opType + " " + name).isLessThan(2e-6);
          });
    }
  }

  private static ai.onnx.proto.OnnxMl.TypeProto type(String opType, int output, DType first) {
    boolean positions = output > 0 || opType.equals("NonMaxSuppression");
    var type = ai.onnx.proto.OnnxMl.TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(OnnxFile.dataType(positions ? DType.INT64 : first));
    return type.build();
  }

  private static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  private static Tensor numbers(long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) Math.sin(1.7 * i + 0.3);
    }
    return Tensor.of(values, shape);
  }

  private static Tensor longs(long... values) {
    return Tensor.of(values, values.length);
  }

  @Test
  void positionsOfTheLargest() throws Exception {
    agree("MaxPool", 17, 2, List.of(numbers(2, 3, 9)), ints("kernel_shape", 3), ints("strides", 2));
    agree(
        "MaxPool",
        17,
        2,
        List.of(numbers(1, 2, 4, 5, 3)),
        ints("kernel_shape", 2, 3, 2),
        ints("pads", 1, 0, 1, 0, 1, 0));
    agree(
        "MaxPool",
        17,
        2,
        List.of(numbers(2, 2, 7, 6)),
        ints("kernel_shape", 2, 3),
        ints("dilations", 2, 1),
        ints("strides", 2, 2),
        integer("ceil_mode", 1));
    agree(
        "MaxPool",
        17,
        2,
        List.of(numbers(1, 2, 5, 4)),
        ints("kernel_shape", 3, 2),
        ints("strides", 2, 1),
        text("auto_pad", "SAME_UPPER"));
  }

  @Test
  void regions() throws Exception {
    Tensor regions = Tensor.of(new float[] {0.3f, 1.1f, 6.7f, 5.9f, 2.2f, 0.4f, 3.1f, 7.7f}, 2, 4);
    for (String mode : List.of("avg", "max")) {
      for (long samples : new long[] {0, 3}) {
        agree(
            "RoiAlign",
            16,
            1,
            List.of(numbers(2, 2, 8, 8), regions, longs(1, 0)),
            text("mode", mode),
            integer("output_height", 2),
            integer("output_width", 3),
            integer("sampling_ratio", samples));
      }
    }
    agree(
        "MaxRoiPool",
        17,
        1,
        List.of(
            numbers(2, 2, 8, 8), Tensor.of(new float[] {1, 0.4f, 1, 6.6f, 5, 0, 2, 3, 2, 9}, 2, 5)),
        ints("pooled_shape", 2, 3),
        number("spatial_scale", 0.9f));
  }

  @Test
  void chosenBoxes() throws Exception {
    List<Float> corners = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      float y = (i * 7 % 11) / 4f;
      float x = (i * 5 % 13) / 4f;
      corners.addAll(List.of(y, x, y + 1 + i % 3, x + 1.5f));
    }
    float[] boxes = new float[corners.size()];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = corners.get(i);
    }
    for (long most : new long[] {0, 2, Long.MAX_VALUE}) {
      agree(
          "NonMaxSuppression",
          11,
          1,
          List.of(
              Tensor.of(boxes, 2, 12, 4),
              numbers(2, 3, 12),
              longs(most),
              Tensor.scalar(DType.FLOAT32, 0.3),
              Tensor.scalar(DType.FLOAT32, -0.5)));
    }
  }

  @Test
  void differentEntries() throws Exception {
    Tensor many = Tensor.of(new long[] {3, 1, 3, 2, 1, 1, 0, 3, 3, 1, 0, 3}, 2, 2, 3);
    agree("Unique", 17, 4, List.of(many));
    agree("Unique", 17, 4, List.of(many), integer("sorted", 0));
    Tensor rows = Tensor.of(new float[] {1, 2, 0, 1, 1, 2, 0, 1, 0, 0}, 5, 2);
    agree("Unique", 17, 4, List.of(rows), integer("axis", 0));
  }

  @Test
  void transforms() throws Exception {
    Tensor axis = Tensor.scalar(DType.INT64, 1L);
    for (Tensor x : List.of(numbers(2, 7, 2), numbers(2, 8, 1))) {
      agree("DFT", 17, 1, List.of(x), integer("axis", 1));
      agree("DFT", 20, 1, List.of(x, Tensor.scalar(DType.INT64, 5L), axis));
      agree("DFT", 20, 1, List.of(x, Tensor.scalar(DType.INT64, 10L), axis));
    }
    agree("DFT", 17, 1, List.of(numbers(2, 8, 1)), integer("axis", 1), integer("onesided", 1));
    agree("DFT", 17, 1, List.of(numbers(2, 6, 2)), integer("axis", 1), integer("inverse", 1));
  }

  @Test
  void imagesFromBlocks() throws Exception {
    agree(
        "Col2Im",
        18,
        1,
        List.of(numbers(2, 12, 6), longs(5, 6), longs(2, 3)),
        ints("dilations", 2, 1),
        ints("pads", 0, 1, 1, 0),
        ints("strides", 2, 2));
  }
}
