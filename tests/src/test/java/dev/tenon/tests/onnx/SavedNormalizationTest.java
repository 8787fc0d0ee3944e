package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A layer normalization in a SavedModel, where TensorFlow's optimiser joins operations to kernels
 * of oneDNN that know one epsilon, against ONNX Runtime.
 */
class SavedNormalizationTest {
  private static final int WIDTH = 16;

  @TempDir private Path folder;

  @Test
  void layerNormalizationKeepsItsEpsilon() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 9, WIDTH))
            .addOutput(floats("y", -1, 9, WIDTH))
            .addInitializer(OnnxFile.proto("scale", values(1, WIDTH)))
            .addInitializer(OnnxFile.proto("bias", values(2, WIDTH)))
            .addNode(node("LayerNormalization", List.of("x", "scale", "bias"), List.of("n")))
            .addNode(node("Tanh", List.of("n"), List.of("y")));
    Path file = folder.resolve("normalization.onnx");
    Files.write(file, model(graph, 17).build().toByteArray());
    Map<String, Tensor> inputs = Map.of("x", values(3, 2, 9, WIDTH));
    Path saved = folder.resolve("normalization.savedmodel");
    try (Model model = Model.load(file)) {
      model.export(saved);
      try (Model found = Model.load(saved)) {
        Tensor expected = model.on("onnxruntime").predict(inputs).get("y");
        Difference apart = Difference.of(expected, found.predict(inputs).get("y"));
        assertThat(apart.problem()).isEmpty();
        assertThat(apart.relative()).isLessThanOrEqualTo(1e-6);
      }
    }
  }

  private static Tensor values(int seed, long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) Math.sin(seed + 1.7 * i + 0.01 * i * i);
    }
    return Tensor.of(values, shape);
  }
}
