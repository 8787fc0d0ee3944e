package dev.tenon;

import static dev.tenon.layers.Layers.add;
import static dev.tenon.layers.Layers.bidirectional;
import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.embedding;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.input;
import static dev.tenon.layers.Layers.lstm;
import static dev.tenon.layers.Layers.maxPooling2D;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.internal.layers.LayerNames;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.KerasTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The short names of layers, and what they make. */
final class ShortNamesTest {
  @BeforeEach
  void reset() {
    LayerNames.reset();
  }

  @Test
  void settersComeInAnyOrder() {
    var scores = dense(5).name("scores").activation("softmax").trainable(false).inputShape(784);
    assertThat(scores.member().name()).isEqualTo("scores");
    assertThat(scores.member().trainable()).isFalse();
    assertThat(scores.config().activation()).isEqualTo(KerasObject.of("softmax"));
    assertThat(scores.member().inputShape()).containsExactly(784L);
  }

  @Test
  void oneNumberStandsForAllAxes() {
    var conv = conv2D(32, 3).padding("same").strides(2).dilationRate(1, 2).config();
    assertThat(conv.kernelSize()).containsExactly(3L, 3L);
    assertThat(conv.strides()).containsExactly(2L, 2L);
    assertThat(conv.dilationRate()).containsExactly(1L, 2L);
    assertThat(maxPooling2D(2).config().poolSize()).containsExactly(2L, 2L);
    assertThat(maxPooling2D(2, 1).config().strides()).containsExactly(1L, 1L);
  }

  @Test
  void stringsBecomeWhatKerasMakesOfThem() {
    var dense =
        dense(1)
            .kernelInitializer("he_normal")
            .kernelRegularizer("l2")
            .biasConstraint("non_neg")
            .config();
    assertThat(dense.kernelInitializer()).isEqualTo(KerasObject.of("HeNormal"));
    assertThat(dense.kernelRegularizer()).isEqualTo(new KerasObject("L2", Map.of("l2", 0.01)));
    assertThat(dense.biasConstraint()).isEqualTo(KerasObject.of("NonNeg"));
    assertThatThrownBy(() -> dense(1).activation("rleu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown activation 'rleu'; nearest are 'elu', 'glu', 'relu'");
  }

  @Test
  void layersWithoutNameAreCountedAsInKeras() {
    Model model =
        Model.sequential(
            conv2D(2, 3).inputShape(6, 6, 1), flatten(), dense(3), dropout(0.5), dense(2));
    assertThat(model.info().keras().model().layers())
        .extracting(layer -> layer.name())
        .containsExactly("conv2d", "flatten", "dense", "dropout", "dense_1");
  }

  @Test
  void aLayerUsedAgainSharesItsWeights() {
    KerasTensor a = input("a", 3);
    KerasTensor b = input("b", 3);
    var shared = dense(4, "relu");
    KerasTensor sum = add(shared.apply(a), shared.apply(b));
    Model model = Model.of(List.of(a, b), List.of(dense(1).apply(sum)));
    assertThat(model.weights().keySet())
        .containsExactly("dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias");
    assertThatThrownBy(() -> shared.trainable(false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'dense' is in use already");
  }

  @Test
  void wrappersTakeLayers() {
    Model model =
        Model.sequential(
            embedding(20, 4).inputShape(7), bidirectional(lstm(3).returnSequences(true)), lstm(2));
    assertThat(model.weights().keySet())
        .contains("bidirectional/forward_lstm/cell/kernel", "lstm_1/cell/kernel");
  }
}
