package dev.tenon.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code keras.metrics.AUC(num_thresholds=5).thresholds} and {@code
 * is_evenly_distributed_thresholds} give, in Keras 3.
 */
final class ThresholdsTest {
  @Test
  void aCurveReachesBeyondTheUnit() {
    assertThat(Thresholds.curve(null, 5).values())
        .containsExactly(-1e-7, 0.25, 0.5, 0.75, 1 + 1e-7);
    assertThat(Thresholds.curve(null, 5).even()).isTrue();
  }

  @Test
  void numbersLieEvenlyFromZeroToOne() {
    assertThat(Thresholds.between(4).values()).hasSize(4).first().isEqualTo(0.0);
    assertThat(Thresholds.between(4).values().get(1)).isEqualTo(1 / 3.0, Offset.offset(1e-12));
    assertThat(Thresholds.between(4).even()).isTrue();
    assertThat(Thresholds.between(1)).isEqualTo(new Thresholds(List.of(0.5), false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Thresholds.between(0))
        .withMessageContaining("num_thresholds must be at least 1, received 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0.5 1", "0 0.25 0.5 0.75 1", "0 0.333333 0.666667 1"})
  void evenNumbers(String values) {
    assertThat(Thresholds.of(numbers(values), 0.5).even()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 1", "0.5", "0 0.4 1", "0 0.25 1", "0.1 0.5 1", "0 0.5 0.9"})
  void unevenNumbers(String values) {
    assertThat(Thresholds.of(numbers(values), 0.5).even()).isFalse();
  }

  @Test
  void numbersOutsideTheUnitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Thresholds.of(List.of(0.5, 1.5, -0.1), 0.5))
        .withMessageContaining("thresholds must be between 0 and 1, received [1.5, -0.1]");
  }

  private static List<Double> numbers(String values) {
    return List.of(values.split(" ", -1)).stream().map(Double::valueOf).toList();
  }
}
