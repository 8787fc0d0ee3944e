package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.optimizers.Adam;
import dev.tenon.optimizers.Nadam;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.optimizers.SGD;
import dev.tenon.optimizers.Schedules;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training that is saved in its middle and loaded again goes on with the numbers of one that was
 * not interrupted: optimizer, its variables and the loss come out of the file.
 */
class ContinuedTrainingTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/training");

  @TempDir Path folder;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        SGD.DEFAULTS.momentum(0.9).nesterov(true),
        Adam.DEFAULTS.amsgrad(true),
        Nadam.DEFAULTS,
        Optimizers.rmsprop(0.01));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void anArchiveGoesOn(Optimizer optimizer) throws IOException {
    compare(optimizer, folder.resolve("half.keras"));
  }

  static Stream<Optimizer> all() {
    OptimizerOptions none = OptimizerOptions.DEFAULTS;
    return Stream.concat(
        Stream.of(
                "sgd",
                "rmsprop",
                "adam",
                "adamw",
                "adamax",
                "nadam",
                "adagrad",
                "adadelta",
                "adafactor",
                "ftrl",
                "lion",
                "lamb",
                "muon")
            .map(Optimizers::of),
        Stream.of(
            Adam.DEFAULTS.amsgrad(true),
            Optimizers.adam(Schedules.exponentialDecay(0.01, 2, 0.5)),
            Optimizers.adam(0.01).options(none.weightDecay(0.1)),
            Optimizers.sgd(0.1).momentum(0.9).options(none.useEma(true)),
            Optimizers.sgd(0.1).options(none.lossScaleFactor(16.0)),
            Optimizers.adam(0.01).options(none.gradientAccumulationSteps(3L))));
  }

  /** Where the common spelling has no words for an optimizer, those of Keras 3 are written. */
  @ParameterizedTest
  @MethodSource("all")
  void anH5GoesOn(Optimizer optimizer) throws IOException {
    compare(
        optimizer,
        folder.resolve("half.h5"),
        folder.resolve("copied.keras"),
        folder.resolve("copied.h5"));
  }

  /** As in Keras 3, where an optimizer knows more weights than a step changes. */
  @ParameterizedTest
  @ValueSource(strings = {"half.keras", "half.h5"})
  void layersMayBeFrozenAfterwards(String name) throws IOException {
    Map<String, Tensor> data = Npz.read(Source.of(FOLDER.resolve("spike.npz")));
    Path half = folder.resolve(name);
    Tensor x = data.get("x").get(0);
    Tensor y = data.get("y").get(0);
    String frozen;
    try (Model model = Model.load(FOLDER.resolve("spike.keras"))) {
      frozen = model.layers().names().stream().filter(hasWeights(model)).findFirst().orElseThrow();
      model.compile(Optimizers.adam(0.01), "sparse_categorical_crossentropy");
      model.trainOnBatch(x, y);
      model.save(half);
    }
    Map<String, Tensor> expected;
    try (Model model = Model.load(half)) {
      Map<String, Tensor> before = model.weights();
      model.trainOnBatch(x, y);
      expected = new TreeMap<>(model.weights());
      before.forEach((path, value) -> keepIfOf(frozen, path, value, expected));
    }
    Path again = folder.resolve("again-" + name);
    try (Model model = Model.load(half)) {
      model.layers().freeze(frozen);
      model.save(again);
      model.trainOnBatch(x, y);
      // The gradients of the others are the same, whether this one learns or not.
      assertThat(new TreeMap<>(model.weights())).isEqualTo(expected);
    }
    try (Model model = Model.load(again)) {
      model.trainOnBatch(x, y);
      assertThat(new TreeMap<>(model.weights())).isEqualTo(expected);
      model.save(again);
    }
    try (Model model = Model.load(again)) {
      model.layers().unfreeze(frozen);
      assertThatThrownBy(() -> model.trainOnBatch(x, y))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(frozen)
          .hasMessageContaining("frozen when it was saved")
          .hasMessageContaining("call compile");
    }
  }

  private static Predicate<String> hasWeights(Model model) {
    return layer -> model.weights().containsKey(layer + "/kernel");
  }

  private static void keepIfOf(
      String layer, String path, Tensor value, Map<String, Tensor> weights) {
    if (path.startsWith(layer + "/")) {
      weights.put(path, value);
    }
  }

  /**
   * Saves in the middle and goes on.
   *
   * @param copies what is read and written in between
   */
  private static void compare(Optimizer optimizer, Path half, Path... copies) throws IOException {
    Map<String, Tensor> data = Npz.read(Source.of(FOLDER.resolve("spike_frozen.npz")));
    List<Double> whole = new ArrayList<>();
    Map<String, Tensor> weights;
    try (Model model = Model.load(FOLDER.resolve("spike_frozen.keras"))) {
      // The seed of a dropout is in no file, so that half a run and the rest would differ by it.
      model.compile(optimizer, "sparse_categorical_crossentropy");
      for (int step = 0; step < 10; step++) {
        if (step == 5) {
          model.save(half);
        }
        whole.add(model.trainOnBatch(data.get("x").get(step), data.get("y").get(step)).loss());
      }
      weights = model.weights();
    }
    Path last = half;
    for (Path copy : copies) {
      try (Model model = Model.load(last)) {
        model.save(copy);
      }
      last = copy;
    }
    try (Model model = Model.load(last)) {
      model.setWeights(Map.of(seed(model), Tensor.of(new long[] {1337, 5}, 2)));
      for (int step = 5; step < 10; step++) {
        double loss = model.trainOnBatch(data.get("x").get(step), data.get("y").get(step)).loss();
        assertThat(loss).as("loss of step " + step).isEqualTo(whole.get(step));
      }
      assertThat(model.weights()).isEqualTo(weights);
    }
  }

  private static String seed(Model model) {
    return model.weights().keySet().stream()
        .filter(path -> path.contains("seed_generator"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatACallbackSetTheRateToIsSaved() throws IOException {
    Map<String, Tensor> data = Npz.read(Source.of(FOLDER.resolve("spike.npz")));
    Path file = folder.resolve("slower.h5");
    try (Model model = Model.load(FOLDER.resolve("spike.h5"))) {
      var halve = dev.tenon.callbacks.Callbacks.learningRateScheduler((epoch, rate) -> rate / 2);
      model.fit(
          data.get("x").get(0),
          data.get("y").get(0),
          FitOptions.fit().epochs(1).verbose(0).callbacks(List.of(halve)));
      model.save(file);
    }
    try (Model model = Model.load(file)) {
      assertThat(String.valueOf(model.info().keras().training().config()))
          .contains("learning_rate=0.05");
    }
  }

  @Test
  void anUncompiledModelSaysSo() throws IOException {
    try (Model model =
        Model.load(Checkout.file("tests/goldens/layers/core").resolve("dense.k3.h5"))) {
      Tensor any = Tensor.of(new float[1], 1, 1);
      assertThatThrownBy(() -> model.evaluate(any, any))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("compile(optimizer, loss, metrics)");
    }
  }
}
