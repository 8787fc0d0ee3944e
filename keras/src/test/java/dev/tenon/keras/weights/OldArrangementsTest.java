package dev.tenon.keras.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.View;
import dev.tenon.keras.KerasDialect;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrangements that tf_keras' {@code preprocess_weights_for_loading} undoes. */
final class OldArrangementsTest {
  @ParameterizedTest
  @CsvSource({
    // The stored element at the first index is seen at the second.
    "KERAS_2, Conv2D, kernel, '3 2 4 5', '3 2 4 5', '2 1 3 4', '2 1 3 4'",
    // Theano's order (out, in, height, width).
    "KERAS_1, Conv2D, kernel, '3 2 4 5', '5 4 3 2', '4 3 2 1', '2 1 3 4'",
    "KERAS_1, Conv3D, kernel, '2 3 4 5 6', '6 5 2 3 4', '5 4 1 2 3', '1 2 3 4 5'",
    // Keras 1 computed its Conv1D in two dimensions.
    "KERAS_1, Conv1D, kernel, '3 4 5', '3 1 4 5', '2 0 3 4', '2 3 4'",
    "KERAS_1, Conv1D, kernel, '3 4 5', '5 4 3 1', '4 3 2 0', '2 3 4'",
    // Old transposed convolutions kept (in, out) where today's keep (out, in).
    "KERAS_1, Conv2DTranspose, kernel, '3 2 4 5', '3 2 5 4', '2 1 4 3', '2 1 3 4'",
    "KERAS_1, Conv2DTranspose, kernel, '3 2 4 5', '4 5 3 2', '3 4 2 1', '2 1 3 4'",
    "TF_KERAS, PReLU, alpha, '1 4', '4', '3', '0 3'",
    "KERAS_2, LayerNormalization, gamma, '2 3', '3 2', '1 0', '0 2'",
    "KERAS_2, GRU, bias, '2 9', '18', '10', '1 1'",
    "TF_KERAS, Dense, kernel, '3 4', '3 4', '2 1', '2 1'",
  })
  void elementsAreSeenWhereTheLayerWantsThem(
      KerasDialect dialect,
      String className,
      String name,
      String wanted,
      String stored,
      String from,
      String to) {
    long[] shape = numbers(stored);
    View view = view(className, name, wanted, stored, dialect, false);
    Tensor seen = Objects.requireNonNull(view).apply(counted(shape));
    assertThat(seen.shape()).isEqualTo(numbers(wanted));
    assertThat(seen.getLong(at(numbers(wanted), numbers(to)))).isEqualTo(at(shape, numbers(from)));
    assertThat(view.invert(seen).shape()).isEqualTo(shape);
  }

  @ParameterizedTest
  @CsvSource({
    "TF_KERAS, Dense, kernel, '3 4', '4 3'",
    "TF_KERAS, Dense, kernel, '3 4', '3 5'",
    "KERAS_2, Conv1D, kernel, '3 4 5', '3 1 4 5'",
    "KERAS_1, Conv1D, kernel, '3 4 5', '4 1 4 5'",
    "KERAS_1, Conv2D, kernel, '3 2 4 5', '3 2 5 4'",
  })
  void otherShapesAreOtherWeights(
      KerasDialect dialect, String className, String name, String wanted, String stored) {
    assertThat(view(className, name, wanted, stored, dialect, false)).isNull();
  }

  @Test
  void theanosKernelsAreMirrored() {
    View view = view("Conv2D", "kernel", "2 2 1 1", "2 2 1 1", KerasDialect.KERAS_1, true);
    Tensor seen =
        Objects.requireNonNull(view).apply(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2, 1, 1));
    assertThat(LongStream.range(0, 4).map(seen::getLong).boxed().toList())
        .isEqualTo(List.of(4L, 3L, 2L, 1L));
  }

  @Test
  void weightsComeBeforeStatesAndSeedsAreNotStored() {
    Parameter mean = parameter("moving_mean", Parameter.Role.STATE);
    Parameter seed = parameter("seed_generator_state", Parameter.Role.STATE);
    Parameter gamma = parameter("gamma", Parameter.Role.WEIGHT);
    assertThat(WeightOrder.ordered(List.of(mean, seed, gamma))).containsExactly(gamma, mean);
  }

  private static Parameter parameter(String name, Parameter.Role role) {
    return new Parameter("l/" + name, name, new long[] {2}, DType.FLOAT32, role, null);
  }

  private static @Nullable View view(
      String className,
      String name,
      String wanted,
      String stored,
      KerasDialect dialect,
      boolean theano) {
    Layer<?> layer = Objects.requireNonNull(LayerCatalog.find(className)).defaults();
    Parameter parameter =
        new Parameter(
            "l/" + name, name, numbers(wanted), DType.FLOAT32, Parameter.Role.WEIGHT, null);
    return OldArrangements.view(layer, parameter, numbers(stored), dialect, theano);
  }

  /** Returns a tensor whose elements are their own places. */
  private static Tensor counted(long... shape) {
    long size = LongStream.of(shape).reduce(1, (a, b) -> a * b);
    return Tensor.of(LongStream.range(0, size).toArray(), shape);
  }

  private static long at(long[] shape, long[] index) {
    long at = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      at = at * shape[axis] + index[axis];
    }
    return at;
  }

  private static long[] numbers(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }
}
