package dev.tenon.importers.keras.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Slots of Keras 2.0.5, which sorted weights by name: {@code batch_…} comes before {@code conv…}.
 */
final class SlotsByNameTest {
  private static final List<LegacyWeights.Stored> WEIGHTS =
      List.of(
          weight("conv2d_1/kernel:0", 3, 8),
          weight("batch_normalization_1/gamma:0", 8),
          weight("batch_normalization_1/beta:0", 8),
          weight("batch_normalization_1/moving_mean:0", 8),
          weight("dense_1/kernel:0", 8, 2));

  @Test
  void slotsInTheOrderOfNamesComeInTheOrderOfWeights() {
    // beta, gamma, conv, dense; twice
    Map<String, Tensor> file = new LinkedHashMap<>();
    file.put("iterations:0", Tensor.scalar(DType.FLOAT32, 7));
    long[][] shapes = {{8}, {8}, {3, 8}, {8, 2}, {8}, {8}, {3, 8}, {8, 2}};
    for (int i = 0; i < shapes.length; i++) {
      file.put("Variable_" + i + ":0", filled(i, shapes[i]));
    }
    Map<String, Tensor> ordered = SlotsByName.inOrder(file, WEIGHTS);
    assertThat(ordered.keySet()).containsExactlyElementsOf(file.keySet());
    assertThat(ordered.values().stream().skip(1).map(tensor -> tensor.getDouble(0)))
        .containsExactly(2.0, 1.0, 0.0, 3.0, 6.0, 5.0, 4.0, 7.0);
  }

  @Test
  void slotsInTheOrderOfWeightsStay() {
    Map<String, Tensor> file = new LinkedHashMap<>();
    long[][] shapes = {{3, 8}, {8}, {8}, {8, 2}};
    for (int i = 0; i < shapes.length; i++) {
      file.put("Variable_" + i + ":0", filled(i, shapes[i]));
    }
    assertThat(SlotsByName.inOrder(file, WEIGHTS)).isEqualTo(file);
  }

  private static LegacyWeights.Stored weight(String name, long... shape) {
    return new LegacyWeights.Stored(name, filled(0, shape));
  }

  private static Tensor filled(double value, long... shape) {
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    double[] values = new double[Math.toIntExact(size)];
    Arrays.fill(values, value);
    return Tensor.of(values, shape);
  }
}
