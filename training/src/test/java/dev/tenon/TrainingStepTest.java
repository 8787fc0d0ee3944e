package dev.tenon;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.losses.Losses.meanSquaredError;
import static dev.tenon.optimizers.Optimizers.adam;
import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.callbacks.History;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A training step of one's own. */
final class TrainingStepTest {
  private static Tensor random(long seed, int... shape) {
    Random random = new Random(seed);
    int size = 1;
    long[] lengths = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      size *= shape[i];
      lengths[i] = shape[i];
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, lengths);
  }

  private static Model network() {
    return Model.sequential(
        dense(5).activation("tanh").inputShape(3), dense(4).activation("relu"), dense(1));
  }

  @Test
  void theStepOfFitGivesTheNumbersOfFit() {
    Tensor x = random(1, 64, 3);
    Tensor y = random(2, 64, 1);
    try (Model model = network();
        Model copy = model.copy()) {
      model.compile(adam(1e-2), "mse");
      History usual = model.fit(x, y, fit().epochs(3).batchSize(16).seed(1L).verbose(0));
      Optimizer optimizer = adam(1e-2);
      try (TrainingStep step =
          TrainingStep.of(
              s -> {
                KerasTensor loss = s.loss(meanSquaredError(), s.y(), s.call(copy, s.x(), true));
                s.minimize(optimizer, loss, copy);
                s.metric("loss", loss);
              })) {
        History own =
            copy.trainStep(step).fit(x, y, fit().epochs(3).batchSize(16).seed(1L).verbose(0));
        assertThat(own.get("loss")).isEqualTo(usual.get("loss"));
        List<Tensor> expected = List.copyOf(model.weights().values());
        List<Tensor> actual = List.copyOf(copy.weights().values());
        for (int i = 0; i < expected.size(); i++) {
          assertThat(actual.get(i).toFloatArray()).isEqualTo(expected.get(i).toFloatArray());
        }
      }
    }
  }
}
