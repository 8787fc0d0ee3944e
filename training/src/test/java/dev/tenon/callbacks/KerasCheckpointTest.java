package dev.tenon.callbacks;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.normalization.LayerNormalization;
import dev.tenon.layers.normalization.RMSNormalization;
import dev.tenon.layers.reshaping.Flatten;
import dev.tenon.layers.reshaping.Reshape;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ModelCheckpoint writes Keras' files, from which a training goes on with the same numbers. */
class KerasCheckpointTest {
  private static final int EPOCHS = 4;

  @TempDir Path folder;

  private static History trained(Model model, int from, Callback... callbacks) {
    return model.fit(
        TinyTraining.X,
        TinyTraining.Y,
        fit()
            .epochs(EPOCHS)
            .initialEpoch(from)
            .batchSize(8)
            .verbose(0)
            .shuffle(false)
            .validationSplit(0.25)
            .callbacks(List.of(callbacks)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"h5", "keras"})
  void aTrainingGoesOnFromEachFile(String suffix) throws IOException {
    for (Optimizer optimizer : List.of(Optimizers.adam(0.01), Optimizers.adamW(0.01))) {
      History whole;
      Map<String, Tensor> weights;
      try (Model model = TinyTraining.model(optimizer)) {
        whole = trained(model, 0, Callbacks.modelCheckpoint(folder + "/{epoch:02d}." + suffix));
        weights = model.weights();
      }
      for (int epoch = 1; epoch < EPOCHS; epoch++) {
        try (Model model = Model.load(folder.resolve("0" + epoch + "." + suffix))) {
          History rest = trained(model, epoch);
          for (String name : List.of("loss", "accuracy", "val_loss")) {
            assertThat(rest.get(name))
                .as(optimizer.className() + ", " + name + " after epoch " + epoch)
                .isEqualTo(whole.get(name).subList(epoch, EPOCHS));
          }
          assertThat(List.copyOf(model.weights().values()))
              .isEqualTo(List.copyOf(weights.values()));
        }
      }
    }
  }

  @Test
  @DisplayName("saveWeightsOnly writes the weights of each epoch")
  void weightsOnly() throws IOException {
    List<Map<String, Tensor>> weights = new ArrayList<>();
    try (Model model = TinyTraining.model(Optimizers.sgd(0.1))) {
      trained(
          model,
          0,
          Callbacks.modelCheckpoint(folder + "/{epoch}.weights.h5").saveWeightsOnly(true),
          Callbacks.lambdaCallback()
              .onEpochEnd((fitting, epoch, logs) -> weights.add(fitting.model().weights())));
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        try (Source source = Source.of(folder.resolve((epoch + 1) + ".weights.h5"))) {
          List<Tensor> expected = List.copyOf(weights.get(epoch).values());
          Hdf5Group layers = Hdf5File.open(source).root().group("layers");
          assertThat(layers.dataset("dense/vars/0")).isEqualTo(expected.get(0));
          assertThat(layers.dataset("dense_1/vars/1")).isEqualTo(expected.get(3));
        }
      }
    }
  }

  @Test
  @DisplayName("what a format cannot say is refused before the first epoch")
  void refused() {
    // No .h5 has both: tf_keras lacks the one, and Keras 3 reads one axis of the other.
    try (Model model =
        Model.sequential(
            Dense.DEFAULTS.units(6).inputShape(5),
            Reshape.DEFAULTS.targetShape(List.of(3L, 2L)),
            LayerNormalization.DEFAULTS.axis(List.of(1L, 2L)),
            Flatten.DEFAULTS,
            RMSNormalization.DEFAULTS,
            Dense.DEFAULTS.units(1))) {
      model.compile("sgd", "mse");
      Map<String, Tensor> before = model.weights();
      assertThatThrownBy(
              () -> trained(model, 0, Callbacks.modelCheckpoint(folder + "/{epoch:02d}.h5")))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("RMSNormalization");
      assertThat(model.weights()).isEqualTo(before);
      assertThat(folder).isEmptyDirectory();
      trained(model, 0, Callbacks.modelCheckpoint(folder + "/{epoch:02d}.keras"));
      assertThat(Files.exists(folder.resolve("04.keras"))).isTrue();
    }
  }
}
