package dev.tenon.training;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.lstm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Recurrent layers on sequences whose length the model does not say: they are trained by another
 * operation of TensorFlow than those of a fixed length, which are compared with Keras' recordings.
 */
class AnyLengthTest {
  private static final int STEPS = 7;
  private static final int FEATURES = 3;

  @Test
  @DisplayName("an LSTM learns the same where the number of steps is left open")
  void lstmOfAnyLength() {
    Tensor x = numbers(1, 6, STEPS, FEATURES);
    Tensor y = numbers(2, 6, 1);
    try (Model fixed = model(STEPS);
        Model open = model(-1)) {
      open.setWeights(fixed.weights());
      fixed.compile(Optimizers.sgd(0.3), "mse");
      open.compile(Optimizers.sgd(0.3), "mse");
      for (int step = 0; step < 5; step++) {
        double expected = fixed.trainOnBatch(x, y).loss();
        assertThat(open.trainOnBatch(x, y).loss())
            .as("step " + step)
            .isCloseTo(expected, within(1e-6));
      }
      // Another length, by the same model.
      assertThat(open.trainOnBatch(numbers(3, 6, 4, FEATURES), y).loss()).isFinite();
    }
  }

  private static Model model(int steps) {
    return Model.sequential(
        lstm(5).name("first").returnSequences(true).inputShape(steps, FEATURES),
        lstm(4).name("second").goBackwards(true).useBias(false),
        dense(1).name("last"));
  }

  private static Tensor numbers(long seed, long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }
}
