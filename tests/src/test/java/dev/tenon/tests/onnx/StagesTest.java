package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.Model;
import dev.tenon.data.Dataset;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuning in two stages: first a head, then more of an ONNX network. */
class StagesTest {
  private static final FitOptions QUIET = FitOptions.DEFAULTS.epochs(3).verbose(0);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("net.onnx");
    GraphProto.Builder graph = GraphProto.newBuilder().addInput(floats("x", -1, 3));
    String now = "x";
    for (String layer : List.of("stem", "body", "head")) {
      graph.addInitializer(OnnxFile.proto(layer + ".weight", numbers(3, 3)));
      graph.addInitializer(OnnxFile.proto(layer + ".bias", numbers(3)));
      graph.addNode(node("MatMul", List.of(now, layer + ".weight"), List.of(layer + "/m")));
      graph.addNode(node("Add", List.of(layer + "/m", layer + ".bias"), List.of(layer + "/a")));
      graph.addNode(node("Tanh", List.of(layer + "/a"), List.of(layer + "/t")));
      now = layer + "/t";
    }
    graph.addNode(node("Identity", List.of(now), List.of("y"))).addOutput(floats("y", -1, 3));
    Files.write(file, model(graph, 17).build().toByteArray());
  }

  private static Tensor numbers(long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) Math.sin(1.3 * i + size);
    }
    return Tensor.of(values, shape);
  }

  private static List<String> different(Map<String, Tensor> before, Map<String, Tensor> after) {
    List<String> names = new ArrayList<>();
    before.forEach(
        (name, tensor) -> {
          if (!tensor.equals(after.get(name))) {
            names.add(name);
          }
        });
    return names;
  }

  @Test
  void moreIsLearnedInASecondStage() throws Exception {
    Tensor x = numbers(8, 3);
    Tensor y = numbers(3, 8).reshape(8, 3);
    Path tuned = folder.resolve("tuned.onnx");
    Map<String, Tensor> first;
    try (Model network = Model.load(file)) {
      Map<String, Tensor> start = network.weights();
      network.layers().trainOnly("head.*");
      network.compile(Optimizers.sgd(0.1), "mse");
      network.fit(x, y, QUIET);
      first = network.weights();
      assertThat(different(start, first)).containsExactly("head.weight", "head.bias");
      network.layers().trainOnly("head.*", "body.*");
      assertThat(network.weights()).isEqualTo(first);
      assertThatThrownBy(() -> network.fit(x, y, QUIET)).hasMessageContaining("not compiled");
      network.compile(Optimizers.sgd(0.1), "mse");
      double before = network.evaluate(Dataset.of(x, y)).get("loss");
      network.fit(x, y, QUIET);
      assertThat(network.evaluate(Dataset.of(x, y)).get("loss")).isLessThan(before);
      network.save(tuned);
    }
    try (Model network = Model.load(tuned)) {
      Map<String, Tensor> second = network.weights();
      assertThat(different(first, second))
          .containsExactly("body.weight", "body.bias", "head.weight", "head.bias");
      assertThat(second.get("stem.weight")).isEqualTo(numbers(3, 3));
    }
  }

  @Test
  void predictingInBatchesBeginsNoTraining() throws Exception {
    Tensor x = numbers(8, 3);
    try (Model network = Model.load(file)) {
      Tensor whole = network.predict(x);
      assertThat(network.predict(x, 8)).isEqualTo(whole);
      network.layers().trainOnly("head.*");
      network.compile(Optimizers.sgd(0.1), "mse");
      network.fit(x, numbers(8, 3), QUIET);
      assertThat(network.weights().get("body.bias")).isEqualTo(numbers(3));
    }
  }
}
