package dev.tenon.exporters.keras.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The orders that Keras 3.15, tf_keras 2.21 and its older optimizers were seen to write. */
final class SlotOrderTest {
  private final Diagnostics findings = new Diagnostics();

  @Test
  void adamWithAmsgradGoesThroughAllOrders() {
    Map<String, Object> config = Map.of("learning_rate", 0.5, "amsgrad", true);
    SlotOrder state = new SlotOrder(findings, "Adam", config);
    List<Tensor> keras3 = numbers(7, 0.5, 11, 21, 12, 22, 31, 32);
    List<Tensor> tfKeras =
        state.reordered(keras3, SlotOrder.Order.KERAS_3, SlotOrder.Order.TF_KERAS);
    assertThat(values(tfKeras)).containsExactly(7.0, 11.0, 21.0, 12.0, 22.0, 31.0, 32.0);
    assertThat(tfKeras.get(0).dtype()).isEqualTo(DType.INT64);
    List<Tensor> old =
        state.reordered(tfKeras, SlotOrder.Order.TF_KERAS, SlotOrder.Order.OLD_TF_KERAS);
    assertThat(values(old)).containsExactly(7.0, 11.0, 12.0, 21.0, 22.0, 31.0, 32.0);
    assertThat(values(state.reordered(old, SlotOrder.Order.OLD_TF_KERAS, SlotOrder.Order.KERAS_3)))
        .containsExactly(7.0, 0.5, 11.0, 21.0, 12.0, 22.0, 31.0, 32.0);
    assertThat(findings.notes()).isEmpty();
  }

  @Test
  void sgdWithoutMomentumHasSlotsInTfKerasOnly() {
    SlotOrder state = new SlotOrder(findings, "SGD", Map.of("learning_rate", 0.25));
    assertThat(
            values(
                state.reordered(
                    numbers(3, 0, 0), SlotOrder.Order.TF_KERAS, SlotOrder.Order.KERAS_3)))
        .containsExactly(3.0, 0.25);
  }

  @Test
  void aScheduleIsNoVariable() {
    Map<String, Object> config =
        Map.of("momentum", 0.9, "learning_rate", Map.of("class_name", "CosineDecay"));
    SlotOrder state = new SlotOrder(findings, "SGD", config);
    assertThat(
            values(
                state.reordered(
                    numbers(3, 1, 2), SlotOrder.Order.TF_KERAS, SlotOrder.Order.KERAS_3)))
        .containsExactly(3.0, 1.0, 2.0);
  }

  @Test
  void whatHasOtherVariablesIsLeftOutWithANote() {
    SlotOrder state = new SlotOrder(findings, "Nadam", Map.of());
    assertThat(
            state.reordered(
                numbers(1, 2, 3), SlotOrder.Order.OLD_TF_KERAS, SlotOrder.Order.KERAS_3))
        .isEmpty();
    assertThat(findings.notes()).singleElement().asString().contains("Nadam");
  }

  private static List<Tensor> numbers(double... values) {
    return java.util.Arrays.stream(values)
        .mapToObj(value -> Tensor.scalar(DType.FLOAT32, value))
        .toList();
  }

  private static List<Double> values(List<Tensor> tensors) {
    return tensors.stream().map(tensor -> tensor.getDouble(0)).toList();
  }
}
