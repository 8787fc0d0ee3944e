package dev.tenon.training;

import static dev.tenon.Tenon.dense;
import static dev.tenon.Tenon.input;
import static dev.tenon.Tenon.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.ops.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No gradient goes through {@code keras.ops.stop_gradient} inside a functional model. */
final class StopGradientTest {
  private static final double KERNEL = 3;
  private static final double RATE = 0.1;

  /** The gradient of {@code u * stop_gradient(u)} is u, not 2u; here u is the kernel. */
  @Test
  void theGradientOfXTimesStoppedXIsX() {
    KerasTensor x = input(1);
    KerasTensor u = dense(1).useBias(false).name("u").apply(x);
    try (Model model = Model.of(x, Ops.multiply(u, Ops.stopGradient(u)))) {
      model.setWeights(Map.of("u/kernel", Tensor.full(KERNEL, 1, 1)));
      model.compile(sgd(RATE), "mean_absolute_error");
      Tensor one = Tensor.ones(4, 1);
      double loss = model.trainOnBatch(one, Tensor.zeros(4, 1)).loss();
      assertThat(loss).isCloseTo(KERNEL * KERNEL, within(1e-5));
      assertThat(model.weights().get("u/kernel").getDouble(0))
          .isCloseTo(KERNEL - RATE * KERNEL, within(1e-5));
      double now = KERNEL - RATE * KERNEL;
      assertThat(model.predict(one).getDouble(0)).isCloseTo(now * now, within(1e-5));
    }
  }
}
