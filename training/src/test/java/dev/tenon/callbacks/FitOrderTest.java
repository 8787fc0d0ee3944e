package dev.tenon.callbacks;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a fit stops, how large the batches of a validation are, and who picks the samples. */
class FitOrderTest {
  private static FitOptions quiet(Callback... callbacks) {
    return fit().epochs(3).batchSize(8).verbose(0).callbacks(List.of(callbacks));
  }

  /** Keras looks at {@code stop_training} after a batch and after an epoch only. */
  @Test
  @DisplayName("who stops before the first batch stops after it, as in Keras")
  void stopped() {
    List<Callback> early =
        List.of(
            new Callback() {
              @Override
              public void onTrainBegin(TrainingRun fitting) {
                fitting.stopTraining();
              }
            },
            new Callback() {
              @Override
              public void onEpochBegin(TrainingRun fitting, int epoch) {
                fitting.stopTraining();
              }
            },
            Callbacks.lambdaCallback()
                .onTrainBatchBegin((fitting, batch) -> fitting.stopTraining()),
            Callbacks.lambdaCallback()
                .onTrainBatchEnd((fitting, batch, logs) -> fitting.stopTraining()));
    for (Callback callback : early) {
      List<Integer> batches = new ArrayList<>();
      try (Model model = TinyTraining.model(Optimizers.sgd(0.1))) {
        History history =
            model.fit(
                TinyTraining.X,
                TinyTraining.Y,
                quiet(
                        callback,
                        Callbacks.lambdaCallback()
                            .onTrainBatchEnd((fitting, batch, logs) -> batches.add(batch)))
                    .validationSplit(0.2));
        assertThat(batches).containsExactly(0);
        assertThat(history.epochs()).containsExactly(0);
        assertThat(history.get("val_loss")).hasSize(1);
      }
    }
  }

  @Test
  @DisplayName("validationBatchSize counts with a Dataset, too")
  void validationBatches() {
    Dataset data = Dataset.of(TinyTraining.X, TinyTraining.Y).batch(8);
    for (Dataset validation : List.of(data, data.map(batch -> batch))) {
      List<Integer> batches = new ArrayList<>();
      Callback counting =
          new Callback() {
            @Override
            public void onTestBatchEnd(TrainingRun fitting, int batch, Logs logs) {
              batches.add(batch);
            }
          };
      try (Model model = TinyTraining.model(Optimizers.sgd(0.1))) {
        model.fit(
            data, quiet(counting).epochs(1).validationData(validation).validationBatchSize(20));
      }
      assertThat(batches).containsExactly(0, 1);
    }
  }

  @Test
  @DisplayName("weights are given once, and steps of a validation are at least one")
  void arguments() {
    Tensor weights = Tensor.zeros(DType.FLOAT32, TinyTraining.X.dim(0));
    Batch weighted = new Batch(List.of(TinyTraining.X), List.of(TinyTraining.Y), List.of(weights));
    try (Model model = TinyTraining.model(Optimizers.sgd(0.1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(weighted, quiet().sampleWeight(weights)))
          .withMessageContaining("sampleWeight")
          .withMessageContaining("weights in the Batch");
    }
    for (int steps : new int[] {0, -1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> fit().validationSteps(steps))
          .withMessage("validationSteps must be at least 1, received " + steps);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit().validationBatchSize(0))
        .withMessage("validationBatchSize must be at least 1, received 0");
  }
}
