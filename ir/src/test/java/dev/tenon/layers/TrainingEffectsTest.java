package dev.tenon.layers;

import static dev.tenon.layers.Layers.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.op.Randoms;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.normalization.BatchNormalization;
import dev.tenon.layers.regularization.ActivityRegularization;
import dev.tenon.layers.regularization.Dropout;
import org.junit.jupiter.api.Test;

/** What layers report besides their outputs. */
final class TrainingEffectsTest {

  @Test
  void batchNormalizationMovesItsStatisticsInTrainingOnly() {
    Lowered training = Layers.lower(BatchNormalization.DEFAULTS, Mode.TRAINING, shape(-1, 4, 4, 3));
    assertThat(training.updates())
        .extracting(update -> update.state().name())
        .containsExactly("moving_mean", "moving_variance");
    assertThat(training.parameters())
        .extracting(Parameter::name)
        .containsExactly("gamma", "beta", "moving_mean", "moving_variance");
    Lowered inference =
        Layers.lower(BatchNormalization.DEFAULTS, Mode.INFERENCE, shape(-1, 4, 4, 3));
    assertThat(inference.updates()).isEmpty();
    assertThat(inference.graph().operators())
        .extracting(node -> node.operator().opType())
        .contains("BatchNormalization");
  }

  @Test
  void dropoutDrawsOnceAndAdvancesItsSeed() {
    Lowered training = Layers.lower(Dropout.DEFAULTS, Mode.TRAINING, shape(-1, 7));
    assertThat(training.updates()).hasSize(1);
    assertThat(training.graph().operators())
        .filteredOn(node -> node.operator() instanceof Randoms)
        .hasSize(1);
    assertThat(training.graph().outputs().get(0).shape()).isEqualTo(shape(-1, 7));
    Lowered inference = Layers.lower(Dropout.DEFAULTS, Mode.INFERENCE, shape(-1, 7));
    assertThat(inference.graph().operators())
        .extracting(node -> node.operator().opType())
        .containsOnly("Identity");
  }

  @Test
  void activityRegularizationAddsALossForEachNorm() {
    ActivityRegularization layer = new ActivityRegularization(0.1, 0.2);
    assertThat(Layers.lower(layer, Mode.TRAINING, shape(-1, 3)).losses()).hasSize(2);
    assertThat(Layers.lower(layer, Mode.INFERENCE, shape(-1, 3)).losses()).isEmpty();
  }

  @Test
  void anUnknownActivationIsNamed() {
    Dense dense = Dense.DEFAULTS.withActivation(KerasObject.of("no_such"));
    assertThatThrownBy(() -> Layers.lower(dense, Mode.INFERENCE, shape(-1, 3)))
        .hasMessageContaining("no_such");
  }
}
