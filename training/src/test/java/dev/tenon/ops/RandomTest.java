package dev.tenon.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** {@link Random} draws what real Keras recorded from the same seeds. */
final class RandomTest {
  private static final long[] SHAPE = {3, 3};

  @Test
  void theSameSeedsGiveKerasNumbers() throws IOException {
    Map<String, Tensor> recorded = RecordedFunctions.arrays();
    Tensor x = recorded.get("random/x");
    Map<String, Function<SeedGenerator, Tensor>> draws = new TreeMap<>();
    draws.put("uniform", seed -> Random.uniform(SHAPE, -1, 2, DType.FLOAT32, seed));
    draws.put("uniform64", seed -> Random.uniform(SHAPE, -1, 2, DType.FLOAT64, seed));
    draws.put("normal", seed -> Random.normal(SHAPE, 0.5, 2, DType.FLOAT32, seed));
    draws.put(
        "truncated_normal", seed -> Random.truncatedNormal(SHAPE, 0.5, 2, DType.FLOAT32, seed));
    draws.put("randint", seed -> Random.randint(SHAPE, -5, 90, DType.INT32, seed));
    draws.put("randint64", seed -> Random.randint(SHAPE, -5, 90, DType.INT64, seed));
    draws.put("dropout", seed -> Random.dropout(x, 0.4, x.shape(), seed));
    draws.put("shuffle", seed -> Random.shuffle(x, 1, seed));
    draws.put("categorical", seed -> Random.categorical(x, 5, DType.INT32, seed));
    draws.put(
        "gamma",
        seed -> Random.gamma(SHAPE, Tensor.scalar(DType.FLOAT32, 2.5), DType.FLOAT32, seed));
    draws.put(
        "beta",
        seed ->
            Random.beta(
                SHAPE,
                Tensor.scalar(DType.FLOAT32, 2.5),
                Tensor.scalar(DType.FLOAT32, 1.5),
                DType.FLOAT32,
                seed));
    List<String> wrong = new ArrayList<>();
    draws.forEach(
        (name, draw) -> {
          SeedGenerator generator = SeedGenerator.seedGenerator(42);
          List<SeedGenerator> seeds =
              List.of(
                  SeedGenerator.seedGenerator(7),
                  SeedGenerator.seedGenerator(3_000_000_000L),
                  generator,
                  generator);
          for (int i = 0; i < seeds.size(); i++) {
            String difference =
                Difference.of(recorded.get("random/" + name + "/" + i), draw.apply(seeds.get(i)));
            if (difference != null) {
              wrong.add(name + " " + i + ": " + difference);
            }
          }
        });
    assertThat(wrong).isEmpty();
  }

  /** The mean of 4,000 numbers is within five deviations of n · p. */
  @Test
  void binomialNumbersCountSuccesses() {
    Tensor drawn = Random.binomial(new long[] {4000}, 20, 0.3, 5);
    double mean = Ops.mean(drawn).getDouble(0);
    assertThat(mean).isBetween(6 - 5 * Math.sqrt(4.2 / 4000), 6 + 5 * Math.sqrt(4.2 / 4000));
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThatThrownBy(() -> Random.randint(new long[] {2}, 5, 5)).hasMessageContaining("minval");
    assertThatThrownBy(() -> Random.dropout(Tensor.zeros(DType.FLOAT32, 2), 1.5))
        .hasMessageContaining("rate");
    assertThatThrownBy(() -> Random.normal(new long[] {2}, 0, 1, DType.INT32, 1))
        .hasMessageContaining("floating-point");
  }
}
