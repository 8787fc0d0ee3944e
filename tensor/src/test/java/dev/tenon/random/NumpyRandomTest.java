package dev.tenon.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A seed gives the numbers that NumPy's RandomState gives for it. */
class NumpyRandomTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CASES = Checkout.file("tests/goldens/data/random.json");

  @TestFactory
  Stream<DynamicTest> drawsWhatNumpyDraws() throws IOException {
    return StreamSupport.stream(JSON.readTree(CASES.toFile()).spliterator(), false)
        .map(row -> DynamicTest.dynamicTest("seed " + row.get("seed"), () -> check(row)));
  }

  /** In the order of the recording: a draw too many shifts all that follow. */
  private static void check(JsonNode row) {
    NumpyRandom random = new NumpyRandom(row.get("seed").asLong());
    for (JsonNode bits : row.get("bits")) {
      assertThat(Integer.toUnsignedLong(random.nextBits())).isEqualTo(bits.asLong());
    }
    assertThat(random.randomSample(5)).isEqualTo(doubles(row.get("random_sample")));
    assertThat(random.randint(7, 1000, 20)).isEqualTo(longs(row.get("randint_7_1000")));
    assertThat(random.randint(0, 64, 5)).isEqualTo(longs(row.get("randint_power")));
    assertThat(random.randint(-5, 6, 5)).isEqualTo(longs(row.get("randint_negative")));
    assertThat(random.randint(3, 4, 2)).isEqualTo(longs(row.get("randint_one")));
    assertThat(random.randint(-(1L << 62), 1L << 62, 5)).isEqualTo(longs(row.get("randint_wide")));
    assertThat(random.randint(Long.MIN_VALUE, Long.MAX_VALUE, 3))
        .isEqualTo(longs(row.get("randint_all")));
    int[] shuffled = IntStream.range(0, 40).toArray();
    random.shuffle(shuffled);
    assertThat(shuffled).isEqualTo(ints(row.get("shuffle")));
    List<String> words = new ArrayList<>(Arrays.asList("abcdefghijklm".split("")));
    random.shuffle(words);
    assertThat(words).isEqualTo(JSON.convertValue(row.get("shuffle_words"), List.class));
    assertThat(random.permutation(150)).isEqualTo(ints(row.get("permutation")));
    assertThat(random.permutation(new int[] {5, 5, 9, 1}))
        .isEqualTo(ints(row.get("permutation_of")));
    for (JsonNode normal : row.get("normal")) {
      // Logarithms may differ in the last bit from one C library to the next.
      assertThat(random.standardNormal()).isCloseTo(normal.asDouble(), within(1e-14));
    }
    double[] uniform = {random.uniform(-3, 12), random.uniform(-3, 12), random.uniform(-3, 12)};
    assertThat(uniform).isEqualTo(doubles(row.get("uniform")));
    assertThat(random.choice(30, 12, false)).isEqualTo(ints(row.get("choice")));
    assertThat(random.choice(30, 12, true)).isEqualTo(ints(row.get("choice_replace")));
    assertThat(random.randint(0, 1000000, 5000)[4999]).isEqualTo(row.get("last_of_many").asLong());
  }

  private static double[] doubles(JsonNode node) {
    return JSON.convertValue(node, double[].class);
  }

  private static long[] longs(JsonNode node) {
    return JSON.convertValue(node, long[].class);
  }

  private static int[] ints(JsonNode node) {
    return JSON.convertValue(node, int[].class);
  }

  @Test
  void whatNumpyRefusesIsRefused() {
    assertThatThrownBy(() -> new NumpyRandom(-1)).hasMessageContaining("0 to 2^32 - 1");
    assertThatThrownBy(() -> new NumpyRandom(1L << 32)).hasMessageContaining("received 4294967296");
    NumpyRandom random = new NumpyRandom(0);
    assertThatThrownBy(() -> random.randint(3, 3)).hasMessageContaining("expected low < high");
    assertThatThrownBy(() -> random.choice(3, 4, false)).hasMessageContaining("at most 3");
  }
}
