package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.error.RunStoppedException;
import dev.tenon.error.RunStoppedException.Reason;
import dev.tenon.layers.Layers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An interrupt ends fit and evaluate after the step that they are in. */
final class InterruptedFitTest {
  private static final Tensor X = Tensor.full(DType.FLOAT32, 1, 64, 3);
  private static final Tensor Y = Tensor.full(DType.FLOAT32, 2, 64, 1);

  private static Model model() {
    Model model = Model.sequential(Layers.dense(1).inputShape(3).kernelInitializer("ones"));
    model.compile("sgd", "mse");
    return model;
  }

  /** Interrupts its own thread in the middle of a step. */
  private static Callback interruptAt(int step) {
    return new Callback() {
      @Override
      public void onTrainBatchBegin(TrainingRun fitting, int batch) {
        if (batch == step) {
          Thread.currentThread().interrupt();
        }
      }

      @Override
      public void onTestBatchEnd(TrainingRun fitting, int batch, Logs logs) {
        if (batch == step) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  private static FitOptions options(Callback... callbacks) {
    return FitOptions.fit().batchSize(8).verbose(0).shuffle(false).callbacks(List.of(callbacks));
  }

  private static void assertInterrupted(Throwable thrown) {
    assertThat(Thread.interrupted()).as("the interrupt flag").isTrue();
    assertThat(thrown)
        .isInstanceOfSatisfying(
            RunStoppedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INTERRUPT));
  }

  @Test
  void weightsAreThoseOfTheLastStep() {
    try (Model stopped = model();
        Model whole = model()) {
      assertInterrupted(catchThrowable(() -> stopped.fit(X, Y, options(interruptAt(2)))));
      // Steps 0 to 2 are 24 samples.
      whole.fit(X.slice(0, 0, 24), Y.slice(0, 0, 24), options());
      Map<String, Tensor> expected = whole.weights();
      assertThat(List.copyOf(stopped.weights().values())).isEqualTo(List.copyOf(expected.values()));
      assertThat(stopped.predict(X)).isEqualTo(whole.predict(X));
      stopped.fit(X, Y, options());
      whole.fit(X, Y, options());
      assertThat(stopped.predict(X)).isEqualTo(whole.predict(X));
    }
  }

  @Test
  void evaluateEndsAfterItsBatch() {
    try (Model model = model()) {
      Dataset data = Dataset.of(X, Y).batch(8);
      assertInterrupted(
          catchThrowable(
              () -> model.evaluate(data, EvaluateOptions.evaluate().callbacks(interruptAt(1)))));
      assertThat(model.evaluate(data)).containsKey("loss");
    }
  }

  @Test
  void noSamplesAreNamed() {
    try (Model model = model()) {
      Tensor none = Tensor.zeros(DType.FLOAT32, 0, 3);
      Tensor targets = Tensor.zeros(DType.FLOAT32, 0, 1);
      assertThatThrownBy(() -> model.fit(none, targets, options()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no samples");
      assertThatThrownBy(() -> model.trainOnBatch(none, targets))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no samples");
      assertThatThrownBy(() -> model.testOnBatch(Batch.of(List.of(none), List.of(targets))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no samples");
    }
  }
}
