package dev.tenon.training;

import static dev.tenon.Tenon.adam;
import static dev.tenon.Tenon.exponentialDecay;
import static dev.tenon.Tenon.lossScaleOptimizer;
import static dev.tenon.Tenon.multiOptimizer;
import static dev.tenon.Tenon.nadam;
import static dev.tenon.Tenon.optimizerMap;
import static dev.tenon.Tenon.rmsprop;
import static dev.tenon.Tenon.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Callbacks;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.optimizers.MultiOptimizer;
import dev.tenon.optimizers.OptimizerMap;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An optimizer for each weight, compared with Keras over ten steps, and after loading. */
final class MultiOptimizerTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/training");
  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;

  private static MultiOptimizer optimizer() {
    return multiOptimizer(
        optimizerMap(sgd(0.1).momentum(0.9))
            .put("first/.*", adam(exponentialDecay(0.02, 3, 0.5)).clipnorm(0.1).weightDecay(0.01))
            .put("second/kernel", nadam(0.01))
            .put("nothing", rmsprop(0.01)));
  }

  private static void steps(Model model, Map<String, Tensor> recorded, String losses) {
    Tensor expected = recorded.get(losses);
    for (int step = 0; step < expected.size(); step++) {
      double loss = model.trainOnBatch(recorded.get("x"), recorded.get("y")).loss();
      Distances.near(expected.getDouble(step), loss, TOLERANCE, losses + " " + step);
    }
  }

  /** Makes ten steps, from the recorded weights to the recorded ones. */
  private static void tenSteps(
      Model model, Map<String, Tensor> recorded, MultiOptimizer optimizer) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    model.weights().keySet().forEach(name -> weights.put(name, recorded.get("w" + weights.size())));
    model.setWeights(weights);
    model.compile(optimizer, "mse");
    steps(model, recorded, "losses");
    int number = 0;
    for (Map.Entry<String, Tensor> weight : model.weights().entrySet()) {
      Tensor after = recorded.get("after" + number++);
      Distances.near(after, weight.getValue(), TOLERANCE, weight.getKey());
    }
  }

  private static Map<String, Tensor> recorded() throws IOException {
    try (Source source = Source.of(FOLDER.resolve("multi.npz"))) {
      return Npz.read(source);
    }
  }

  @Test
  void tenStepsOfKerasAndThreeMore() throws IOException {
    Map<String, Tensor> recorded = recorded();
    Path file = folder.resolve("multi.keras");
    try (Model model = Model.load(FOLDER.resolve("multi.keras"))) {
      tenSteps(model, recorded, optimizer());
      assertThatThrownBy(
              () -> fit(model, recorded, Callbacks.learningRateScheduler((epoch, rate) -> 0.1)))
          .hasMessageContaining("MultiOptimizer has no learning rate");
      model.save(file);
    }
    List<Long> counted = new ArrayList<>();
    for (Path saved : List.of(FOLDER.resolve("multi.keras"), file)) {
      try (Model model = Model.load(saved)) {
        steps(model, recorded, "more");
        fit(
            model,
            recorded,
            Callbacks.lambdaCallback().onTrainBegin(fit -> counted.add(fit.iterations())));
      }
    }
    assertThat(counted).containsExactly(13L, 13L);
  }

  private static void fit(Model model, Map<String, Tensor> recorded, Callback callback) {
    model.fit(
        recorded.get("x"),
        recorded.get("y"),
        FitOptions.fit().verbose(0).callbacks(List.of(callback)));
  }

  @Test
  void aCommonScaleOfTheLossIsTakenOutOfTheGradients() throws IOException {
    try (Model model = Model.load(FOLDER.resolve("multi.keras"))) {
      tenSteps(model, recorded(), optimizer().lossScaleFactor(8.0));
    }
  }

  @Test
  void aWeightHasOneOptimizer() {
    OptimizerMap map = optimizerMap(sgd(0.1)).put("a/.*", adam(0.1)).put(".*/kernel", nadam(0.1));
    assertThat(map.get("b/bias")).isEqualTo(sgd(0.1));
    assertThat(map.get("a/bias")).isEqualTo(adam(0.1));
    assertThat(map.get("b/a/bias")).isEqualTo(sgd(0.1));
    assertThat(map.put("a/kernel", rmsprop()).get("a/kernel")).isEqualTo(rmsprop());
    assertThatThrownBy(() -> map.get("a/kernel")).hasMessageContaining("[a/.*, .*/kernel]");
    assertThatThrownBy(() -> map.put("b", optimizer())).hasMessageContaining("one rule");
    assertThatThrownBy(() -> optimizerMap(lossScaleOptimizer(sgd(0.1))))
        .hasMessageContaining("the default optimizer must be one rule");
    assertThatThrownBy(() -> map.put("a/.*", sgd())).hasMessageContaining("there already");
  }
}
