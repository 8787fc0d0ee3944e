package dev.tenon.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.common.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The records' components are the keys that Keras 3.15's {@code get_config()} returned. */
final class ConfigKeysTest {
  private static final String RECORDED = "keras-3.15-config-keys.txt";

  /**
   * Keras writes an activity regularizer and adapters of Dense only where there are any;
   * "synchronized" is a word of Java and changes nothing on one device. The others are what Keras 2
   * did otherwise.
   */
  private static final Set<String> EXCEPT =
      Set.of(
          "activity_regularizer",
          "lora_rank",
          "lora_alpha",
          "synchronized",
          "time_major",
          "keeps_masks",
          "masking",
          "resizes",
          "casts",
          "keeps_type",
          "own_type");

  @TestFactory
  Stream<DynamicTest> keys() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ConfigKeysTest.class.getResourceAsStream(RECORDED))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .filter(line -> !line.isBlank())
          .map(line -> line.split(":", 2))
          .map(row -> DynamicTest.dynamicTest(row[0], () -> check(row[0], row[1])))
          .toList()
          .stream();
    }
  }

  private static void check(String className, String keys) {
    LayerEntry entry = Objects.requireNonNull(LayerCatalog.find(className), className);
    Set<String> expected = new TreeSet<>(Arrays.asList(keys.split(",")));
    expected.remove("");
    expected.removeAll(EXCEPT);
    Set<String> actual = new TreeSet<>();
    for (RecordComponent component : entry.defaults().getClass().getRecordComponents()) {
      String snake = component.getName().replaceAll("([A-Z])", "_$1");
      actual.add(snake.toLowerCase(Locale.ROOT));
    }
    actual.removeAll(EXCEPT);
    assertThat(actual).isEqualTo(expected);
  }
}
