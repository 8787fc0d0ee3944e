package dev.tenon.importers.keras.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.formats.Source;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasImporter.Options;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that Keras wrote into several files are those that it wrote into one. */
final class WeightShardsTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/weights_only");

  private static Map<String, Tensor> weights(String json, String file) throws IOException {
    KerasModel model =
        KerasImporter.fromJson(Files.readString(GOLDENS.resolve(json)), Options.DEFAULT);
    try (Source source = Source.of(GOLDENS.resolve(file))) {
      KerasImporter.fill(model, source);
      Map<String, Tensor> weights = new TreeMap<>();
      for (Parameter parameter : model.lowered().parameters()) {
        weights.put(parameter.path(), model.parameters().get(parameter));
      }
      return weights;
    }
  }

  @Test
  void severalFilesHoldTheWeightsOfOne() throws IOException {
    Map<String, Tensor> one = weights("k3.json", "k3.weights.h5");
    assertThat(weights("k3.json", "sharded.weights.json")).isEqualTo(one);
    assertThat(one).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8", "int4", "float8"})
  void quantizedWeightsHaveTheirScales(String mode) throws IOException {
    assertThat(weights(mode + ".json", mode + ".weights.h5").keySet())
        .anyMatch(path -> path.endsWith("kernel"))
        .anyMatch(path -> path.endsWith("_scale"));
  }
}
