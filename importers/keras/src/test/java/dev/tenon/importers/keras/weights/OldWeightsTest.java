package dev.tenon.importers.keras.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.View;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.config.AdaptedBins;
import dev.tenon.keras.weights.LegacyOrder;
import dev.tenon.keras.weights.OldArrangements;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.convolution.Conv1D;
import dev.tenon.layers.convolution.Conv2D;
import dev.tenon.layers.recurrent.LSTMCell;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Arrangements of old files, against NumPy's answers to tf_keras' formulas. */
final class OldWeightsTest {
  private static Parameter parameter(String name, long... shape) {
    return new Parameter(
        "l/" + name, name, shape, DType.FLOAT32, Parameter.Role.WEIGHT, KerasObject.of("Zeros"));
  }

  private static Tensor counted(long... shape) {
    int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    return Tensor.of(values, shape);
  }

  @Test
  void joinsTheGatesOfKeras1() {
    List<LegacyWeights.Stored> stored = new ArrayList<>();
    for (String gate : List.of("i", "c", "f", "o")) {
      float base = gate.charAt(0);
      stored.add(new LegacyWeights.Stored("W_" + gate, Tensor.of(new float[] {base}, 1, 1)));
      stored.add(new LegacyWeights.Stored("U_" + gate, Tensor.of(new float[] {base + 1}, 1, 1)));
      stored.add(new LegacyWeights.Stored("b_" + gate, Tensor.of(new float[] {base + 2}, 1)));
    }
    List<LegacyWeights.Stored> joined = Keras1Recurrent.joined("m.h5", stored);
    assertThat(joined.get(0).tensor()).isEqualTo(Tensor.of(new float[] {'i', 'f', 'c', 'o'}, 1, 4));
    assertThat(joined.get(2).tensor())
        .isEqualTo(Tensor.of(new float[] {'i' + 2, 'f' + 2, 'c' + 2, 'o' + 2}, 4));
  }

  @Test
  void turnsTheanoKernels() {
    // np.transpose(np.arange(12).reshape(1, 2, 2, 3), (2, 3, 1, 0))[::-1, ::-1]
    View view =
        Objects.requireNonNull(
            OldArrangements.view(
                Conv2D.DEFAULTS,
                parameter("kernel", 2, 3, 2, 1),
                new long[] {1, 2, 2, 3},
                KerasDialect.KERAS_1,
                true));
    Tensor stored = counted(1, 2, 2, 3);
    assertThat(view.apply(stored))
        .isEqualTo(Tensor.of(new float[] {5, 11, 4, 10, 3, 9, 2, 8, 1, 7, 0, 6}, 2, 3, 2, 1));
    assertThat(view.invert(view.apply(stored))).isEqualTo(stored);
  }

  @Test
  void readsTheTwoDimensionalConv1DOfKeras1() {
    View view =
        Objects.requireNonNull(
            OldArrangements.view(
                Conv1D.DEFAULTS,
                parameter("kernel", 3, 5, 6),
                new long[] {3, 1, 5, 6},
                KerasDialect.KERAS_1,
                false));
    assertThat(view.apply(counted(3, 1, 5, 6))).isEqualTo(counted(3, 5, 6));
  }

  @Test
  void refusesAKernelOfAnotherShape() {
    assertThat(
            OldArrangements.view(
                Conv2D.DEFAULTS,
                parameter("kernel", 3, 3, 2, 4),
                new long[] {3, 3, 4, 2},
                KerasDialect.TF_KERAS,
                false))
        .isNull();
  }

  @Test
  void readsCudnnKernels() {
    LegacyOrder.Slot slot =
        new LegacyOrder.Slot(
            new LayerNode("cell", LSTMCell.DEFAULTS),
            List.of(
                parameter("kernel", 3, 8),
                parameter("recurrent_kernel", 2, 8),
                parameter("bias", 8)));
    List<LegacyWeights.Stored> stored =
        List.of(
            new LegacyWeights.Stored("kernel", counted(3, 8)),
            new LegacyWeights.Stored("recurrent", counted(2, 8)),
            new LegacyWeights.Stored("bias", counted(16)));
    assertThat(CudnnWeights.matches(slot, stored)).isTrue();
    // np.hstack([k.T.reshape(k.shape, order='F') for k in np.hsplit(np.arange(24).reshape(3, 8),
    // 4)])
    assertThat(CudnnWeights.view(slot, 0).apply(counted(3, 8)))
        .isEqualTo(
            Tensor.of(
                new float[] {
                  0, 9, 2, 11, 4, 13, 6, 15, 1, 16, 3, 18, 5, 20, 7, 22, 8, 17, 10, 19, 12, 21, 14,
                  23
                },
                3,
                8));
    // np.hstack([k.T for k in np.hsplit(np.arange(16).reshape(2, 8), 4)])
    assertThat(CudnnWeights.view(slot, 1).apply(counted(2, 8)))
        .isEqualTo(
            Tensor.of(new float[] {0, 8, 2, 10, 4, 12, 6, 14, 1, 9, 3, 11, 5, 13, 7, 15}, 2, 8));
  }

  @Test
  void cutsASummaryIntoBins() {
    ObjectNode config =
        JsonNodeFactory.instance.objectNode().put("num_bins", 3).putNull("bin_boundaries");
    AdaptedBins.complete(config, Tensor.of(new float[] {0, 1, 2, 4, 1, 1, 1, 1}, 2, 4));
    // np.interp([1 / 3, 2 / 3], [0.25, 0.5, 0.75, 1], [0, 1, 2, 4])
    assertThat(config.path("bin_boundaries").get(0).asDouble()).isCloseTo(1 / 3.0, within(1e-7));
    assertThat(config.path("bin_boundaries").get(1).asDouble()).isCloseTo(5 / 3.0, within(1e-7));
    assertThat(config.path("bin_boundaries").size()).isEqualTo(2);
  }

  @Test
  void spellsClassNamesAsKerasDoes() {
    assertThat(List.of("Conv2D", "ReLU", "PReLU", "InputLayer", "GlobalAveragePooling2D", "LSTM"))
        .extracting(LayerNames::snakeCase)
        .containsExactly(
            "conv2d", "re_lu", "p_re_lu", "input_layer", "global_average_pooling2d", "lstm");
  }
}
