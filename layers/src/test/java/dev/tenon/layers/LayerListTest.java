package dev.tenon.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.catalog.UnsupportedLayers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every class of {@code keras.layers} and {@code tf_keras.layers} is a layer or has a reason. */
final class LayerListTest {
  private static final String RECORDED = "keras-3.15-layers.txt";

  /** Classes that files write under the name that they are exported by. */
  private static final List<String> PYTHON_ONLY = List.of("GroupedQueryAttention");

  @TestFactory
  Stream<DynamicTest> classes() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LayerListTest.class.getResourceAsStream(RECORDED))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(name -> !name.isBlank() && !PYTHON_ONLY.contains(name))
              .map(name -> DynamicTest.dynamicTest(name, () -> check(name)))
              .toList()
              .stream();
    }
  }

  private static void check(String name) {
    boolean layer = LayerCatalog.find(name) != null;
    boolean refused = UnsupportedLayers.reason(name) != null;
    assertThat(layer != refused)
        .as("%s: is a layer (%s), is refused (%s)", name, layer, refused)
        .isTrue();
  }
}
