package dev.tenon.training;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.discretization;
import static dev.tenon.layers.Layers.normalization;
import static dev.tenon.layers.Layers.stringLookup;
import static dev.tenon.layers.Layers.textVectorization;
import static dev.tenon.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.layers.AdaptableSpec;
import dev.tenon.layers.preprocessing.Discretization;
import dev.tenon.layers.preprocessing.Lookup;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.AdaptCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What layers learn from data is what Keras' adapt() learns. */
class AdaptTest {
  @TempDir Path temporary;

  @TestFactory
  Stream<DynamicTest> learnsWhatKerasLearns() throws IOException {
    return AdaptCase.all().stream()
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)));
  }

  private void check(AdaptCase recorded) throws Exception {
    AdaptableSpec<?, ?> adapted = recorded.adapted();
    JsonNode state = recorded.row().get("state");
    if (adapted.config() instanceof Discretization bins) {
      List<Double> wanted = new ArrayList<>();
      state.get("bin_boundaries").forEach(value -> wanted.add(value.doubleValue()));
      assertThat(bins.binBoundaries()).isEqualTo(wanted);
    }
    if (adapted.config() instanceof Lookup lookup) {
      List<String> tokens = new ArrayList<>();
      state.get("vocabulary").forEach(token -> tokens.add(token.asText()));
      List<String> special = lookup.special().stream().map(String::valueOf).toList();
      List<String> learned = new ArrayList<>(special);
      lookup.vocabulary().forEach(token -> learned.add(String.valueOf(token)));
      assertThat(learned).isEqualTo(tokens);
      if (state.has("idf_weights")) {
        double[] weights = lookup.indexWeights().toDoubleArray();
        assertThat(weights).hasSize(state.get("idf_weights").size());
        for (int i = 0; i < weights.length; i++) {
          assertThat(weights[i])
              .isCloseTo(state.get("idf_weights").get(i).doubleValue(), within(1e-6));
        }
      }
    }
    Tensor x = AdaptCase.tensor(recorded.row().get("x"));
    try (Model model = Model.sequential(adapted)) {
      model.build(x);
      if (state.has("mean")) {
        same(weight(model, "mean"), AdaptCase.tensor(state.get("mean")), 2e-6);
        same(weight(model, "variance"), AdaptCase.tensor(state.get("variance")), 2e-6);
      }
      Tensor y = AdaptCase.tensor(recorded.row().get("y"));
      same(model.predict(x), y, 1e-5);
      Path out = Path.of(System.getProperty("tenon.adapted", temporary.toString()));
      Path file = Files.createDirectories(out).resolve(recorded.number() + ".keras");
      model.save(file);
      try (Model again = Model.load(file)) {
        same(again.predict(x), y, 1e-5);
      }
    }
  }

  private static Tensor weight(Model model, String name) {
    return model.weights().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("/" + name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static void same(Tensor found, Tensor wanted, double tolerance) {
    assertThat(found.shape()).isEqualTo(wanted.shape());
    if (wanted.dtype() == DType.STRING) {
      assertThat(found.toStringArray()).isEqualTo(wanted.toStringArray());
      return;
    }
    double[] values = found.toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      double expected = wanted.getDouble(i);
      assertThat(values[i])
          .as("value " + i)
          .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
    }
  }

  @Test
  void aLayerAdaptsToADataSetBeforeAndAfterItsModelIsBuilt() {
    Tensor x = Tensor.of(new float[][] {{1, 10}, {3, 30}, {5, 50}, {7, 20}, {9, 40}});
    Tensor y = Tensor.of(new float[] {1, 2, 3, 4, 5}, 5, 1);
    Dataset data = Dataset.of(x, y).batch(2);
    // numpy: (x - x.mean(0)) / x.std(0)
    float first = -1.4142135f;
    try (Model model = Model.sequential(normalization().adapt(data))) {
      assertThat(model.predict(x).getFloat(0)).isCloseTo(first, within(1e-6f));
    }
    try (Model built = Model.sequential(normalization().name("scale").inputShape(2), dense(1))) {
      try (Model adapted = built.edit().replace("scale", normalization().name("scale").adapt(x))) {
        assertThat(weight(adapted, "mean").toFloatArray()).containsExactly(5, 30);
        assertThat(weight(adapted, "variance").toFloatArray()).containsExactly(8, 200);
        try (Model copy = adapted.copy()) {
          assertThat(weight(copy, "mean").toFloatArray()).containsExactly(5, 30);
        }
        adapted.compile("sgd", "mse");
        adapted.fit(data, FitOptions.fit().epochs(1).verbose(0));
        assertThat(weight(adapted, "mean").toFloatArray()).containsExactly(5, 30);
      }
    }
  }

  @Test
  void aModelLearnsBehindALayerOfTexts() {
    Tensor x = Tensor.ofStrings(new String[] {"a b", "b b", "c a"}, 3);
    Tensor y = Tensor.of(new float[] {1, 2, 3}, 3, 1);
    try (Model model =
        Model.sequential(
            textVectorization().outputMode("count").adapt(x),
            dense(1).useBias(false).kernelInitializer("zeros"))) {
      model.compile(sgd(0.3), "mse");
      model.fit(x, y, FitOptions.fit().epochs(1).verbose(0));
      // The counts of [UNK], b, a and c, times the targets, times 2 · 0.3 / 3.
      assertThat(weight(model, "kernel").toDoubleArray())
          .containsExactly(new double[] {0, 1, 0.8, 0.6}, within(1e-6));
    }
  }

  @Test
  void theLayerItselfStaysAsItWas() {
    var layer = discretization().numBins(2L);
    assertThat(layer.adapt(1, 2, 3, 4).config().binBoundaries()).containsExactly(2.0);
    assertThat(layer.config().binBoundaries()).isNull();
  }

  @Test
  void whatCannotBeLearnedIsSaid() {
    Tensor x = Tensor.of(new float[][] {{1, 2}});
    assertThatThrownBy(() -> normalization().mean(1.0).variance(2.0).adapt(x))
        .hasMessageContaining("'mean' and 'variance' already");
    assertThatThrownBy(() -> normalization().axis(2).adapt(x))
        .hasMessageContaining("axis 2 is none of data of shape [1, 2]");
    assertThatThrownBy(() -> normalization().adapt(List.of(x, Tensor.of(new float[][] {{1}}))))
        .hasMessageContaining("a batch has shape");
    assertThatThrownBy(() -> normalization().adapt(List.of()))
        .hasMessageContaining("the data are empty");
    assertThatThrownBy(() -> discretization().adapt(x)).hasMessageContaining("numBins(4)");
    assertThatThrownBy(() -> stringLookup().adapt("", "[UNK]").adapt("a"))
        .hasMessageContaining("has a vocabulary of 1 tokens already");
    assertThatThrownBy(() -> stringLookup().adapt("[UNK]"))
        .hasMessageContaining("no tokens for StringLookup");
    assertThatThrownBy(() -> stringLookup().maxTokens(1L).adapt("a"))
        .hasMessageContaining("expected at least 2");
    Batch two = Batch.of(List.of(x, x), List.of());
    assertThatThrownBy(() -> normalization().adapt(Dataset.of(two)))
        .hasMessageContaining("2 tensors of features");
    try (Model model = Model.sequential(normalization().adapt(x))) {
      assertThatThrownBy(() -> model.predict(Tensor.of(new float[][] {{1, 2, 3}})))
          .hasMessageContaining("adapt the layer to data of the shape of its input");
    }
  }
}
