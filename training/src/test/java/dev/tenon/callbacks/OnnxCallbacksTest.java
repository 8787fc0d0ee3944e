package dev.tenon.callbacks;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks in a fit of an ONNX network: it trains as the layers do that it was written from. */
class OnnxCallbacksTest {
  private static final double RATE = 0.2;

  @TempDir Path folder;

  private Model network() throws IOException {
    Path file = folder.resolve("network.onnx");
    if (!Files.exists(file)) {
      try (Model model = TinyTraining.model(Optimizers.sgd(RATE))) {
        model.save(file);
      }
    }
    Model network = Model.load(file);
    network.compile(Optimizers.sgd(RATE), "binary_crossentropy", "accuracy");
    return network;
  }

  private static FitOptions options(Callback... callbacks) {
    return fit()
        .epochs(5)
        .batchSize(8)
        .verbose(0)
        .shuffle(false)
        .validationSplit(0.25)
        .callbacks(List.of(callbacks));
  }

  private static void near(Tensor found, Tensor expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.getDouble(i)).isCloseTo(expected.getDouble(i), within(1e-5));
    }
  }

  @Test
  @DisplayName("ModelCheckpoint, EarlyStopping and TensorBoard")
  void all() throws IOException {
    History expected;
    try (Model model = TinyTraining.model(Optimizers.sgd(RATE))) {
      expected = model.fit(TinyTraining.X, TinyTraining.Y, options());
    }
    List<Map<String, Tensor>> weights = new ArrayList<>();
    EarlyStopping stop = Callbacks.earlyStopping().mode("max").patience(3).restoreBestWeights(true);
    try (Model network = network()) {
      Callback keep =
          Callbacks.lambdaCallback()
              .onEpochEnd((fitting, epoch, logs) -> weights.add(fitting.model().weights()));
      History history =
          network.fit(
              TinyTraining.X,
              TinyTraining.Y,
              options(
                  keep,
                  Callbacks.modelCheckpoint(folder.resolve("{epoch}.onnx")),
                  Callbacks.tensorBoard(folder.resolve("logs")).histogramFreq(1),
                  stop));
      // The loss falls, so that by the wrong way of looking at it the first epoch was the best.
      assertThat(history.epochs()).containsExactly(0, 1, 2, 3);
      assertThat(stop.bestEpoch()).isZero();
      for (String name : List.of("loss", "val_loss", "accuracy")) {
        for (int epoch = 0; epoch < 4; epoch++) {
          assertThat(history.get(name).get(epoch))
              .as(name + " of epoch " + epoch)
              .isCloseTo(expected.get(name).get(epoch), within(1e-5));
        }
      }
      assertThat(network.weights()).isEqualTo(weights.get(0)).isNotEqualTo(weights.get(3));
      try (Model first = Model.load(folder.resolve("1.onnx"))) {
        near(first.predict(TinyTraining.X), network.predict(TinyTraining.X));
        assertThat(first.weights()).isEqualTo(weights.get(0));
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("logs/train"))) {
      Path events = files.findFirst().orElseThrow();
      String text = Files.readString(events, java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(text).contains("Sigmoid", "epoch_loss", "/histogram");
    }
  }

  @Test
  @DisplayName("BackupAndRestore goes on with the same numbers")
  void goesOn() throws IOException {
    History whole;
    Map<String, Tensor> trained;
    try (Model network = network()) {
      whole = network.fit(TinyTraining.X, TinyTraining.Y, options());
      trained = network.weights();
    }
    BackupAndRestore backup = Callbacks.backupAndRestore(folder.resolve("backup"));
    Callback out =
        Callbacks.lambdaCallback()
            .onTrainBatchEnd(
                (fitting, batch, logs) -> {
                  if (fitting.iterations() == 10) {
                    throw new IllegalStateException("the lights go out");
                  }
                });
    try (Model network = network()) {
      assertThatThrownBy(
              () -> network.fit(TinyTraining.X, TinyTraining.Y, options(backup.saveFreq(1), out)))
          .hasMessage("the lights go out");
    }
    try (Model network = network()) {
      History rest = network.fit(TinyTraining.X, TinyTraining.Y, options(backup));
      int first = rest.epochs().get(0);
      assertThat(first).isPositive();
      assertThat(rest.get("loss")).isEqualTo(whole.get("loss").subList(first, 5));
      assertThat(network.weights()).isEqualTo(trained);
    }
  }
}
