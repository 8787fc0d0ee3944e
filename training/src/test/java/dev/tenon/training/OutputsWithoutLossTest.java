package dev.tenon.training;

import static dev.tenon.Tenon.meanAbsoluteError;
import static dev.tenon.Tenon.meanSquaredError;
import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Outputs that no loss trains need no targets; the numbers are those of Keras 3. */
final class OutputsWithoutLossTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/training");

  /** What Keras recorded. */
  private record Recorded(Map<String, Tensor> arrays) {
    static Recorded of(String name) throws IOException {
      try (Source source = Source.of(GOLDENS.resolve(name + ".npz"))) {
        return new Recorded(Map.copyOf(Npz.read(source)));
      }
    }

    Tensor get(String key) {
      return arrays.get(key);
    }

    void holds(History history) {
      assertThat(history.history()).containsOnlyKeys("loss", "val_loss");
      history.history().forEach((name, values) -> near(values, get("h:" + name)));
    }

    private static void near(List<Double> found, Tensor expected) {
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i)).isCloseTo(expected.getDouble(i), within(1e-5));
      }
    }

    void holds(Model model) {
      int place = 0;
      for (Tensor weight : model.weights().values()) {
        String name = "w" + place++;
        Distances.near(get(name), weight, 1e-5, name);
      }
    }
  }

  private static Model load(String name) throws IOException {
    return Model.load(GOLDENS.resolve(name + ".keras"));
  }

  private static FitOptions options(Dataset validation) {
    return fit()
        .epochs(3)
        .batchSize(4)
        .shuffle(false)
        .verbose(0)
        .validationData(validation)
        .validationBatchSize(4);
  }

  @Test
  void targetsByName() throws IOException {
    Recorded recorded = Recorded.of("lossless_dict");
    Dataset validation =
        Dataset.of(Batch.of(List.of(recorded.get("vx")), Arrays.asList(recorded.get("vy"), null)));
    try (Model model = load("lossless_dict")) {
      recorded.holds(
          model.fit(
              Map.of("x", recorded.get("x")), Map.of("a", recorded.get("y")), options(validation)));
      recorded.holds(model);
      Dataset all =
          Dataset.of(Batch.of(List.of(recorded.get("x")), Arrays.asList(recorded.get("y"), null)));
      assertThat(model.evaluate(all.batch(4)).get("loss"))
          .isCloseTo(recorded.get("e:loss").getDouble(0), within(1e-5));
    }
  }

  /** A single target is that of the only output with a loss, the second. */
  @Test
  void targetsInTheOrderOfTheLosses() throws IOException {
    Recorded recorded = Recorded.of("lossless_list");
    Dataset validation = Dataset.of(recorded.get("vx"), recorded.get("vy"));
    try (Model model = load("lossless_list")) {
      recorded.holds(model.fit(recorded.get("x"), recorded.get("y"), options(validation)));
      recorded.holds(model);
      assertThat(
              model.evaluate(Dataset.of(recorded.get("x"), recorded.get("y")).batch(4)).get("loss"))
          .isCloseTo(recorded.get("e:loss").getDouble(0), within(1e-5));
    }
  }

  /** Taken apart into samples and put together again, the batches are the same. */
  @Test
  void dataSetsOfBatches() throws IOException {
    Recorded recorded = Recorded.of("lossless_dict");
    Dataset data =
        Dataset.of(Batch.of(List.of(recorded.get("x")), Arrays.asList(recorded.get("y"), null)))
            .batch(3)
            .map(batch -> batch)
            .batch(4);
    Dataset validation = Dataset.of(recorded.get("vx"), recorded.get("vy")).batch(4);
    try (Model model = load("lossless_dict")) {
      recorded.holds(model.fit(data, options(validation)));
      recorded.holds(model);
    }
  }

  /** As in Keras, whose error is a KeyError. */
  @Test
  void aTargetThatALossNeedsIsAskedFor() throws IOException {
    Recorded recorded = Recorded.of("lossless_dict");
    Map<String, Tensor> x = Map.of("x", recorded.get("x"));
    FitOptions once = fit().verbose(0);
    try (Model model = load("lossless_dict")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(x, Map.of("b", recorded.get("y")), once))
          .withMessageContaining("the targets of output 'a' are missing; received [b]");
      Batch nothing = Batch.of(List.of(recorded.get("x")), Arrays.asList(null, recorded.get("y")));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(nothing, once))
          .withMessageContaining("output 'a' has a loss but the data have no target for it");
      model.compile(CompileOptions.compile().loss("mse"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(recorded.get("x"), recorded.get("y"), once))
          .withMessageContaining("the model has 2 outputs, [a, b]; received targets for 1");
    }
  }

  /** Keras 3: {@code loss={"a": "mse"}, metrics={"a": ["mae"], "b": ["mae"]}} with both targets. */
  @Test
  void metricsMeasureTheOutputsThatHaveATarget() throws IOException {
    Recorded recorded = Recorded.of("lossless_dict");
    Tensor x = recorded.get("x");
    Tensor y = recorded.get("y");
    try (Model model = load("lossless_dict")) {
      model.compile(
          CompileOptions.compile()
              .loss(Map.of("a", "mse"))
              .metrics(Map.of("a", List.of("mae"), "b", List.of("mae"))));
      assertThat(model.testOnBatch(Batch.of(List.of(x), List.of(y, y))).keySet())
          .containsExactlyInAnyOrder("loss", "a_mae", "b_mae");
      model.compile(
          CompileOptions.compile()
              .loss(Map.of("a", meanSquaredError()))
              .metrics(Map.of("a", "mae", "b", meanAbsoluteError())));
      assertThat(model.testOnBatch(Batch.of(List.of(x), List.of(y, y))).keySet())
          .containsExactlyInAnyOrder("loss", "a_mae", "b_mean_absolute_error");
      model.compile(CompileOptions.compile().loss("a", "mse").metrics("mae"));
      assertThat(model.testOnBatch(Batch.of(List.of(x), List.of(y))).keySet())
          .containsExactlyInAnyOrder("loss", "a_mae");
      model.compile(CompileOptions.compile().loss("a", "mse").metric("b", "mae"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.testOnBatch(Batch.of(List.of(x), List.of(y))))
          .withMessageContaining("output 'b' has a metric but the data have no target for it");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CompileOptions.compile().loss(Map.of("a", 1)))
          .withMessageContaining("must be a name or a Loss, received 1");
    }
  }
}
