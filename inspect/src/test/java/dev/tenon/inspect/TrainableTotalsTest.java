package dev.tenon.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.inspect.figures.Cost;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which weights of recorded models learn, by their configurations and by Keras. */
final class TrainableTotalsTest {
  @Test
  void layersInsideFrozenOnesDoNotLearn() throws IOException {
    try (Model model =
        Model.load(Checkout.file("tests/goldens/layers/graph/frozen_inside.k3.h5"))) {
      Map<String, Cost> costs = Costs.of(model);
      // Frozen: each, look, frozen_steps and frozen_norm; of norm, its moving averages.
      assertThat(costs.get("inner/look_again").trainable()).isEqualTo(80);
      assertThat(costs.get("inner/steps").trainable()).isEqualTo(144);
      assertThat(costs.get("inner/norm").trainable()).isEqualTo(8);
      assertThat(costs.values().stream().mapToLong(Cost::trainable).sum()).isEqualTo(242);
      assertThat(model.summary()).contains("Trainable params: 242");
    }
  }

  @Test
  void layersInsideAFrozenWrapperDoNotLearn() throws IOException {
    Path file = Checkout.file("tests/goldens/training/runs/spectral_norm_adam.keras");
    try (Model model = Model.load(file)) {
      long trainable = Costs.of(model).values().stream().mapToLong(Cost::trainable).sum();
      // The size of model.trainable_weights in Keras 3.15.
      assertThat(trainable).isEqualTo(101);
    }
  }
}
