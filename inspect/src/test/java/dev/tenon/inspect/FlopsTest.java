package dev.tenon.inspect;

import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.conv2DTranspose;
import static dev.tenon.layers.Layers.timeDistributed;
import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.Model;
import dev.tenon.inspect.figures.Cost;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Recorded;
import dev.tenon.zoo.ApplicationOptions;
import dev.tenon.zoo.Applications;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations against totals that are known, or worked out by hand. */
final class FlopsTest {
  @TempDir private Path folder;

  /**
   * TensorFlow 2.21's profiler gives 7.755e9 and 0.6153e9 for these networks of keras.applications.
   */
  @ParameterizedTest
  @CsvSource({"ResNet50, 7.6e9, 8.2e9", "MobileNetV2, 0.59e9, 0.66e9"})
  void totalsOfNetworksAreThoseThatAreKnown(String name, double least, double most)
      throws IOException {
    try (Model model = Applications.named(name).create(ApplicationOptions.untrained())) {
      double total = Costs.of(model).values().stream().mapToDouble(FlopsTest::flops).sum();
      assertThat(total).isBetween(least, most);
    }
  }

  private static double flops(Cost cost) {
    Long flops = cost.flops();
    assertThat(flops).isNotNull();
    return flops == null ? 0 : flops;
  }

  @Test
  void aTransposedConvolutionSpreadsWhatComesIn() throws IOException {
    Path onnx = folder.resolve("up.onnx");
    // 5 · 4 places of 3 channels, each spread by 3 · 3 places of 2 filters; 10 · 8 · 2 biases.
    long expected = 2 * 5 * 4 * 3 * 9 * 2 + 10 * 8 * 2;
    try (Model model =
        Model.sequential(
            conv2DTranspose(2, 3).name("up").strides(2).padding("same").inputShape(5, 4, 3))) {
      assertThat(Costs.of(model).get("up").flops()).isEqualTo(expected);
      model.save(onnx);
    }
    try (Model model = Model.load(onnx)) {
      Tensor image = Tensor.zeros(DType.FLOAT32, 1, 5, 4, 3);
      Map<String, Tensor> batch = Map.of(model.inputs().get(0).name(), image);
      Inspection inspection = Inspection.of(model, batch);
      long found =
          inspection.structure().steps().stream()
              .filter(step -> step.kind().equals("ConvTranspose"))
              .mapToLong(step -> (long) flops(inspection.costs().get(step.path())))
              .sum();
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void figuresAreThoseOfOneSampleWhateverTheBatch() throws IOException {
    Path onnx = folder.resolve("pictures.onnx");
    Cost keras;
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      keras = Costs.of(model).get("conv1");
      model.save(onnx);
    }
    try (Model model = Model.load(onnx)) {
      Tensor two = Recorded.npz(Recorded.file("pictures.npz")).get("in0");
      Inspection both = Inspection.of(model, Map.of("picture", two));
      Inspection one = Inspection.of(model, Map.of("picture", two.slice(0, 0, 1)));
      assertThat(both.costs()).isEqualTo(one.costs());
      String first =
          one.structure().steps().stream()
              .filter(step -> step.kind().equals("Conv"))
              .findFirst()
              .orElseThrow()
              .path();
      assertThat(one.costs().get(first).flops()).isEqualTo(keras.flops());
      assertThat(one.costs().get(first).outputBytes()).isEqualTo(keras.outputBytes());
    }
  }

  private Map<String, Cost> costs(GraphProto.Builder graph, long opset, Map<String, Tensor> batch)
      throws IOException {
    byte[] bytes = model(graph, opset).build().toByteArray();
    try (Model model = Model.load(bytes)) {
      Map<String, Tensor> values = new LinkedHashMap<>(Inspection.of(model, batch).values());
      return Costs.of(model, batch, values);
    }
  }

  @Test
  void recurrentNodesAreTheirMatricesAtEveryStep() throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", 5, 2, 3))
            .addInput(floats("w", 1, 16, 3))
            .addInput(floats("r", 1, 16, 4))
            .addOutput(floats("y", 5, 1, 2, 4))
            .addNode(node("LSTM", List.of("x", "w", "r"), List.of("y"), integer("hidden_size", 4)));
    Map<String, Cost> costs =
        costs(
            graph,
            14,
            Map.of(
                "x",
                Tensor.zeros(DType.FLOAT32, 5, 2, 3),
                "w",
                Tensor.zeros(DType.FLOAT32, 1, 16, 3),
                "r",
                Tensor.zeros(DType.FLOAT32, 1, 16, 4)));
    // 5 steps, as the first axes agree: two samples of four gates of 4 units, and little more.
    double matrices = 2 * 2 * 16 * (3 + 4);
    assertThat(flops(costs.get("node_y"))).isBetween(matrices, 1.3 * matrices);
  }

  @Test
  void sumsOfProductsAreCountedByTheirLetters() throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("a", 1, 3, 5))
            .addInput(floats("b", 1, 5, 7))
            .addOutput(floats("y", 1, 3, 7))
            .addNode(
                node("Einsum", List.of("a", "b"), List.of("y"), text("equation", "bij,bjk->bik")));
    Map<String, Cost> costs =
        costs(
            graph,
            13,
            Map.of(
                "a",
                Tensor.zeros(DType.FLOAT32, 1, 3, 5),
                "b",
                Tensor.zeros(DType.FLOAT32, 1, 5, 7)));
    assertThat(costs.get("node_y").flops()).isEqualTo(2 * 3 * 5 * 7);
  }

  @Test
  void aLayerForEachStepIsCountedAtEveryStep() {
    try (Model model =
        Model.sequential(timeDistributed(conv2D(2, 3)).name("each").inputShape(5, 12, 12, 2))) {
      // 5 steps of 10 · 10 places, 2 filters, 3 · 3 · 2 products and sums, and a bias each.
      assertThat(Costs.of(model).get("each").flops())
          .isEqualTo(5 * 10 * 10 * 2 * (2 * 3 * 3 * 2 + 1));
    }
  }

  @Test
  void lengthsThatAModelLeavesOpenAreThoseOfTheBatch() {
    try (Model model =
        Model.sequential(
            conv2D(2, 3).strides(2).name("small").inputShape(-1, -1, 3),
            conv2D(4, 1).name("wide"))) {
      assertThat(Costs.of(model).get("wide").flops()).isNull();
      Tensor batch = Tensor.zeros(DType.FLOAT32, 2, 11, 9, 3);
      Map<String, Cost> costs =
          Inspection.of(model, Map.of(model.inputs().get(0).name(), batch)).costs();
      // 5 · 4 places for one of the samples.
      assertThat(costs.get("wide").flops()).isEqualTo(5 * 4 * 4 * (2 * 2 + 1));
      assertThat(costs.get("wide").outputBytes()).isEqualTo(5 * 4 * 4 * 4);
    }
  }
}
