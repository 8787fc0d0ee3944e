package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The table of the shipped model, against the numbers that Keras' summary() prints for it.
 *
 * <p>Keras adds two variables of the optimizer to the total.
 */
final class SummaryTest {
  private static final Path MNIST = Checkout.file("samples/models/mnist_cnn.h5");

  @Test
  void countsWeightsAsKerasDoes() throws Exception {
    try (Model model = Model.load(MNIST)) {
      assertThat(model.summary())
          .contains(" Total params: 13,004 (50.80 KB)")
          .contains(" Trainable params: 12,906 ")
          .contains(" Non-trainable params: 96 ")
          .contains(" Optimizer params: 2 (12.00 B)")
          .containsPattern("dropout \\(Dropout\\) +│ \\(None, 800\\) +│ +0 │");
    }
  }
}
