package dev.tenon.inspect;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The positions of words, as GPT's exporters count them, which ONNX Runtime likes to join away. */
class PositionsTest {
  @TempDir private Path folder;

  private static Tensor table(int rows) {
    float[] values = new float[4 * rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    return Tensor.of(values, rows, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnxruntime", "tensorflow"})
  void positionsAreGiven(String engine) throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(port("x", TensorProto.DataType.INT64_VALUE, -1, -1))
            .addInitializer(OnnxFile.proto("words", table(9)))
            .addInitializer(OnnxFile.proto("places", table(6)))
            .addInitializer(OnnxFile.proto("zero", Tensor.scalar(DType.INT64, 0)))
            .addInitializer(OnnxFile.proto("one", Tensor.scalar(DType.INT64, 1)))
            .addNode(node("Gather", List.of("words", "x"), List.of("word")))
            .addNode(node("Shape", List.of("x"), List.of("shape")))
            .addNode(node("Gather", List.of("shape", "one"), List.of("time"), integer("axis", 0)))
            .addNode(node("Range", List.of("zero", "time", "one"), List.of("positions")))
            .addNode(node("Gather", List.of("places", "positions"), List.of("place")))
            .addNode(node("Add", List.of("word", "place"), List.of("y")))
            .addOutput(floats("y", -1, -1, 4));
    Path file = folder.resolve("net.onnx");
    Files.write(file, model(graph, 17).build().toByteArray());
    try (Model network = Model.load(file)) {
      Map<String, Tensor> found =
          Inspector.of(network.on(engine))
              .values(
                  Map.of("x", Tensor.of(new long[] {1, 5, 2}, 1, 3)),
                  List.of("positions", "place"));
      assertThat(found.get("positions")).isEqualTo(Tensor.of(new long[] {0, 1, 2}, 3));
      assertThat(found.get("place")).isEqualTo(table(3));
    }
  }
}
