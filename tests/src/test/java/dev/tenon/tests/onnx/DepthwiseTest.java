package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.ints;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A depthwise convolution with pads and a bias, which TensorFlow joins. */
final class DepthwiseTest {
  @TempDir private Path folder;

  private static Tensor waves(long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) Math.sin(1 + i * 0.7);
    }
    return Tensor.of(values, shape);
  }

  @Test
  void padsAndBiasAreThoseOfOnnxRuntime() throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 8, 7, 7))
            .addInitializer(OnnxFile.proto("w", waves(8, 1, 3, 3)))
            .addInitializer(OnnxFile.proto("b", waves(8)))
            .addNode(
                node(
                    "Conv",
                    List.of("x", "w", "b"),
                    List.of("c"),
                    integer("group", 8),
                    ints("pads", 2, 0, 1, 1)))
            .addNode(node("Relu", List.of("c"), List.of("y")))
            .addOutput(floats("y", -1, 8, 8, 6));
    Path file = folder.resolve("depthwise.onnx");
    Files.write(file, model(graph, 17).build().toByteArray());
    try (Model loaded = Model.load(file)) {
      Tensor x = waves(2, 8, 7, 7);
      Difference apart =
          Difference.of(loaded.on("onnxruntime").predict(x), loaded.on("tensorflow").predict(x));
      assertThat(apart.problem()).isEmpty();
      assertThat(apart.relative()).isLessThan(1e-6);
      assertThat(apart.weak()).isFalse();
    }
  }
}
