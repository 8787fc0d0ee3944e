package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.optimizers.Adam;
import dev.tenon.optimizers.Nadam;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.optimizers.SGD;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A training that is saved in its middle and loaded again goes on with the numbers of one that was
 * not interrupted: optimizer, its variables and the loss come out of the file.
 */
class ContinuedTrainingTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("tenon.root", ".."), "tests/goldens/training");

  @TempDir Path folder;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        SGD.DEFAULTS.withMomentum(0.9).withNesterov(true),
        Adam.DEFAULTS.withAmsgrad(true),
        Nadam.DEFAULTS,
        Optimizers.rmsprop(0.01));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void anArchiveGoesOn(Optimizer optimizer) throws IOException {
    compare(optimizer, folder.resolve("half.keras"));
  }

  @Test
  void anH5OfBothGenerationsGoesOn() throws IOException {
    compare(Adam.DEFAULTS, folder.resolve("half.h5"));
  }

  private static void compare(Optimizer optimizer, Path half) throws IOException {
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
    try (Model model = Model.load(half)) {
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
      assertThat(String.valueOf(model.keras().training().config())).contains("learning_rate=0.05");
    }
  }

  @Test
  void anUncompiledModelSaysSo() throws IOException {
    try (Model model =
        Model.load(
            Path.of(System.getProperty("tenon.root", ".."), "tests/goldens/layers/core")
                .resolve("dense.k3.h5"))) {
      Tensor any = Tensor.of(new float[1], 1, 1);
      assertThatThrownBy(() -> model.evaluate(any, any))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("compile(optimizer, loss, metrics)");
    }
  }
}
