package dev.tenon.layers;

import static dev.tenon.layers.Layers.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.layers.attention.MultiHeadAttention;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.normalization.BatchNormalization;
import dev.tenon.layers.regularization.ActivityRegularization;
import dev.tenon.layers.regularization.Dropout;
import java.util.Map;
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
    assertThat(inference.graph().nodes())
        .extracting(node -> node.operator().opType())
        .contains("BatchNormalization");
  }

  @Test
  void dropoutDrawsOnceAndAdvancesItsSeed() {
    Lowered training = Layers.lower(Dropout.DEFAULTS, Mode.TRAINING, shape(-1, 7));
    assertThat(training.updates()).hasSize(1);
    assertThat(training.graph().nodes())
        .filteredOn(node -> node.operator() instanceof StatelessRandom)
        .hasSize(1);
    assertThat(training.graph().outputs().get(0).shape()).isEqualTo(shape(-1, 7));
    Lowered inference = Layers.lower(Dropout.DEFAULTS, Mode.INFERENCE, shape(-1, 7));
    assertThat(inference.graph().nodes())
        .extracting(node -> node.operator().opType())
        .containsOnly("Identity");
  }

  @Test
  void activityRegularizationAddsALoss() {
    ActivityRegularization layer = new ActivityRegularization(0.1, 0.2);
    assertThat(Layers.lower(layer, Mode.TRAINING, shape(-1, 3)).losses()).hasSize(1);
    assertThat(Layers.lower(layer, Mode.INFERENCE, shape(-1, 3)).losses()).isEmpty();
  }

  /** Keras 3.15 and tf_keras: {@code loss = activity_regularizer(output) / batch_size}. */
  @Test
  void everyLayerWithAnActivityRegularizerAddsItsLoss() {
    Dense dense =
        Dense.DEFAULTS.activityRegularizer(new KerasObject("L1L2", Map.of("l1", 0.1, "l2", 2)));
    Lowered training = Layers.lower(dense, Mode.TRAINING, shape(-1, 3));
    assertThat(training.losses()).hasSize(1);
    assertThat(training.losses()).allMatch(loss -> loss.rank() == 0);
    assertThat(Layers.lower(dense, Mode.INFERENCE, shape(-1, 3)).losses()).isEmpty();
  }

  @Test
  void attentionHandsItsActivityRegularizerToItsProjections() {
    MultiHeadAttention heads =
        MultiHeadAttention.DEFAULTS.numHeads(2).keyDim(3).activityRegularizer(KerasObject.of("l2"));
    Lowered training =
        Layers.lower(heads, Mode.TRAINING, shape(-1, 4, 5), shape(-1, 4, 5), shape(-1, 4, 5));
    assertThat(training.losses()).hasSize(4);
  }

  @Test
  void anUnknownActivityRegularizerIsRefusedInTraining() {
    Dense dense = Dense.DEFAULTS.activityRegularizer(KerasObject.of("Sparsity"));
    assertThatThrownBy(() -> Layers.lower(dense, Mode.TRAINING, shape(-1, 3)))
        .hasMessageContaining("Sparsity");
  }

  @Test
  void anUnknownActivationIsNamed() {
    Dense dense = Dense.DEFAULTS.activation(KerasObject.of("no_such"));
    assertThatThrownBy(() -> Layers.lower(dense, Mode.INFERENCE, shape(-1, 3)))
        .hasMessageContaining("no_such");
  }
}
