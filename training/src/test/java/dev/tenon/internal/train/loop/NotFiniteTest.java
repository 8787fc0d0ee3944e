package dev.tenon.internal.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not finite is found wherever it lies, by what the JDK says of each number. */
final class NotFiniteTest {
  private static final float[] SORTS = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(0xffc00001)
  };

  private static float[] finite(int count) {
    float[] values = new float[count];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < count; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      values[i] = Float.isFinite(value) ? value : Float.MAX_VALUE;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4095, 4096, 4097, 4098, 8193, 1 << 20, (1 << 20) + 1, 2_100_001})
  void theFirstIsFound(int count) {
    float[] values = finite(count);
    assertThat(NotFinite.first(Tensor.of(values, count))).isEqualTo(-1);
    SplittableRandom random = new SplittableRandom(count);
    for (int turn = 0; turn < 12 && count > 0; turn++) {
      int at = turn == 0 ? 0 : turn == 1 ? count - 1 : random.nextInt(count);
      int later = random.nextInt(at, count);
      float[] wrong = values.clone();
      wrong[later] = SORTS[(turn + 1) % SORTS.length];
      wrong[at] = SORTS[turn % SORTS.length];
      assertThat(NotFinite.first(Tensor.of(wrong, count))).as("of %d", count).isEqualTo(at);
    }
  }

  @Test
  void numbersOfOtherTypesAreFound() {
    Tensor wide = Tensor.of(new double[] {1, Double.NaN}, 2);
    assertThat(NotFinite.first(wide)).isEqualTo(1);
    assertThat(NotFinite.first(wide.cast(DType.FLOAT16))).isEqualTo(1);
  }

  /** Tensors are remembered, not their values: an equal one is read. */
  @Test
  void aTensorIsKnownWhileItIsInUse() {
    FiniteTensors known = new FiniteTensors();
    Tensor one = Tensor.of(new float[] {1, 2}, 2);
    known.add(one);
    assertThat(known.contains(one)).isTrue();
    assertThat(known.contains(Tensor.of(new float[] {1, 2}, 2))).isFalse();
    for (int i = 0; i < 32; i++) {
      known.add(Tensor.of(new float[] {i}, 1));
    }
    assertThat(known.contains(one)).as("after many others").isFalse();
  }
}
