package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.Model;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Split that says how many parts it makes, as PyTorch's newer exporter writes it, in opsets that
 * want their lengths; ONNX Runtime runs what was read and what was written.
 */
class OlderSplitTest {
  @TempDir private Path folder;

  @Test
  void numberedPartsAreWrittenWithLengths() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 5))
            .addOutput(floats("y", -1, 2))
            .addOutput(floats("z", -1, 1))
            .addNode(
                node(
                    "Split",
                    List.of("x"),
                    List.of("a", "b", "c"),
                    integer("axis", -1),
                    integer("num_outputs", 3)))
            .addNode(node("Sub", List.of("a", "b"), List.of("y")))
            .addNode(node("Neg", List.of("c"), List.of("z")));
    Path file = folder.resolve("split.onnx");
    Files.write(file, model(graph, 18).build().toByteArray());
    Tensor x = Tensor.of(new float[] {1, 2, 4, 8, 16, 3, 9, 27, 81, 243}, 2, 5);
    Path written = folder.resolve("written.onnx");
    try (Model model = Model.load(file)) {
      model.save(written, OnnxOptions.DEFAULTS.opset(13));
      try (Model old = Model.load(written)) {
        assertThat(old.onnx().opset()).isEqualTo(13);
        assertThat(old.on("onnxruntime").predict(Map.of("x", x)))
            .isEqualTo(model.on("onnxruntime").predict(Map.of("x", x)));
      }
    }
  }
}
