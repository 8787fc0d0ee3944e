package dev.tenon.utils;

import static dev.tenon.Tenon.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.JsonTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns are encoded as Keras encodes them. */
class FeatureSpaceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> TYPES =
      Map.of(
          "age", "float_normalized",
          "fare", "float_discretized",
          "plain", "float",
          "town", "string_categorical",
          "rooms", "integer_categorical",
          "code", "integer_hashed",
          "street", "string_hashed");

  @TempDir Path temporary;

  private static FeatureSpace space(String kind) {
    FeatureSpace none = FeatureSpace.of(Map.of());
    return switch (kind) {
      case "types" -> FeatureSpace.of(TYPES);
      case "made" ->
          none.feature("age", Feature.floatRescaled(0.5, -1))
              .feature("fare", Feature.floatDiscretized(4))
              .feature("town", Feature.stringCategorical(3L, 1))
              .feature("rooms", Feature.integerCategorical(null, 2))
              .feature("code", Feature.integerHashed(7))
              .feature("street", Feature.stringHashed(5));
      default ->
          none.feature("fare", Feature.floatDiscretized(5).outputMode("int"))
              .feature("town", Feature.of("string_categorical").outputMode("int"))
              .feature("rooms", Feature.of("integer_categorical").outputMode("int"))
              .feature("code", Feature.integerHashed(9).outputMode("int"));
    };
  }

  private static Map<String, Tensor> tensors(JsonNode node) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    node.properties().forEach(e -> tensors.put(e.getKey(), JsonTensors.read(e.getValue())));
    return tensors;
  }

  private static FeatureSpace recorded(JsonNode row) {
    FeatureSpace space = space(row.get("features").textValue());
    for (JsonNode cross : row.get("crosses")) {
      String[] names = JSON.convertValue(cross.get("names"), String[].class);
      space =
          cross.has("dim")
              ? space.cross(
                  new FeatureCross(
                      List.of(names), cross.get("dim").longValue(), cross.get("mode").textValue()))
              : space.cross(names);
    }
    for (Map.Entry<String, JsonNode> option : row.get("options").properties()) {
      JsonNode value = option.getValue();
      space =
          switch (option.getKey()) {
            case "output_mode" -> space.outputMode(value.textValue());
            case "crossing_dim" -> space.crossingDim(value.longValue());
            case "hashing_dim" -> space.hashingDim(value.longValue());
            case "num_discretization_bins" -> space.numDiscretizationBins(value.longValue());
            default -> throw new AssertionError(option.getKey());
          };
    }
    return space;
  }

  @Test
  void columnsAreEncodedAsInKeras() throws IOException {
    Path file = Checkout.file("tests/goldens/utils/features.json");
    for (JsonNode row : JSON.readTree(file.toFile())) {
      try (FeatureSpace space = recorded(row).adapt(tensors(row.get("seen")))) {
        Map<String, Tensor> asked = tensors(row.get("asked"));
        if (row.get("result").has("dtype")) {
          JsonTensors.assertNear(space.encode(asked), row.get("result"), 1e-5);
          Map<String, Tensor> first = new LinkedHashMap<>();
          asked.forEach((name, column) -> first.put(name, column.get(0)));
          assertThat(space.encode(first)).isEqualTo(space.encode(asked).get(0));
        } else {
          Map<String, Tensor> found = space.encodeByName(asked);
          assertThat(found.keySet())
              .containsExactlyInAnyOrderElementsOf(tensors(row.get("result")).keySet());
          found.forEach(
              (name, value) -> JsonTensors.assertNear(value, row.get("result").get(name), 1e-5));
        }
      }
    }
  }

  @Test
  void aModelGoesOnBehindTheFeatures() throws IOException {
    Map<String, Tensor> data =
        Map.of(
            "age", Tensor.of(new float[] {20, 30, 40}, 3),
            "town", Tensor.ofStrings(new String[] {"Rome", "Oslo", "Rome"}, 3));
    FeatureSpace open =
        FeatureSpace.of(Map.of("age", "float_normalized", "town", "string_categorical"));
    assertThatThrownBy(open::encodedFeatures)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[age, town]")
        .hasMessageContaining("adapt(data)");
    Path file = temporary.resolve("features.keras");
    try (FeatureSpace space = open.adapt(data)) {
      space.save(file);
      try (Model loaded = Model.load(file);
          Model model =
              Model.of(
                  List.copyOf(space.inputs().values()),
                  List.of(dense(1).apply(space.encodedFeatures())))) {
        Map<String, Tensor> columns = new LinkedHashMap<>();
        data.forEach((name, column) -> columns.put(name, column.reshape(3, 1)));
        assertThat(loaded.predict(columns).values()).containsExactly(space.encode(data));
        assertThat(model.predict(columns).values().iterator().next().shape()).containsExactly(3, 1);
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> FeatureSpace.of(Map.of("a", "float_normalised")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("float_normalized");
    FeatureSpace space = FeatureSpace.of(Map.of("a", "integer_categorical"));
    assertThatThrownBy(() -> space.cross("a", "b")).hasMessageContaining("[a, b]");
    assertThatThrownBy(() -> space.adapt(Map.of())).hasMessageContaining("a column 'a'");
    FeatureSpace whole =
        FeatureSpace.of(Map.of())
            .feature("a", Feature.of("integer_categorical").outputMode("int"))
            .adapt(Map.of("a", Tensor.of(new int[] {1, 2}, 2)));
    assertThatThrownBy(whole::encodedFeatures).hasMessageContaining("feature 'a' is not encoded");
  }
}
