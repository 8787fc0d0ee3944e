package dev.tenon.keras.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keras.config.OptimizerVariable.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The orders that Keras 3.15, tf_keras 2.21 and its older optimizers were seen to write. */
final class OptimizerOrderTest {
  private record Named(Kind kind, String name, @Nullable Object weight)
      implements OptimizerVariable {
    @Override
    public String toString() {
      return weight == null ? name : weight + "/" + name;
    }
  }

  /** Adam with {@code amsgrad} and a moving average, for two weights; and what others have. */
  private static final List<Named> ALL =
      List.of(
          new Named(Kind.ITERATION, "iteration", null),
          new Named(Kind.LEARNING_RATE, "learning_rate", null),
          new Named(Kind.AVERAGE, "average", "a"),
          new Named(Kind.AVERAGE, "average", "b"),
          new Named(Kind.SLOT, "momentum", "a"),
          new Named(Kind.SLOT, "velocity", "a"),
          new Named(Kind.SLOT, "momentum", "b"),
          new Named(Kind.SLOT, "velocity", "b"),
          new Named(Kind.SLOT, "velocity_hat", "a"),
          new Named(Kind.SLOT, "velocity_hat", "b"),
          new Named(Kind.UNUSED, "r", "b"),
          new Named(Kind.SHARED, "u_product", null));

  @Test
  void kerasThreeHasAllInRounds() {
    assertThat(OptimizerOrder.KERAS_3.of(ALL)).isEqualTo(ALL);
  }

  @Test
  void tfKerasHasNeitherTheRateNorWhatIsSharedOrNotUsed() {
    assertThat(OptimizerOrder.TF_KERAS.of(ALL))
        .hasToString(
            "[iteration, a/average, b/average, a/momentum, a/velocity, b/momentum, b/velocity,"
                + " a/velocity_hat, b/velocity_hat]");
  }

  @Test
  void olderOptimizersStoreSlotBySlot() {
    assertThat(OptimizerOrder.OLD_TF_KERAS.of(ALL))
        .hasToString(
            "[iteration, a/average, b/average, a/momentum, b/momentum, a/velocity, b/velocity,"
                + " a/velocity_hat, b/velocity_hat]");
  }
}
