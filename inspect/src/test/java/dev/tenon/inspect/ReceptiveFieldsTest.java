package dev.tenon.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.inspect.figures.Cost;
import dev.tenon.testing.Recorded;
import dev.tenon.zoo.ApplicationOptions;
import dev.tenon.zoo.Applications;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receptive fields against the extents of TensorFlow's gradients, recorded in Python. */
final class ReceptiveFieldsTest {
  @TestFactory
  Stream<DynamicTest> aPlaceDependsOnWhatItsGradientShows() throws IOException {
    JsonNode rows;
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(Recorded.file("fields.json.gz")))) {
      rows = new ObjectMapper().readTree(in);
    }
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> DynamicTest.dynamicTest(row.get("name").asText(), () -> check(row)));
  }

  /** The figures of Araujo, Norris and Sim, Computing Receptive Fields of CNNs, Distill 2019. */
  @ParameterizedTest
  @CsvSource({
    "VGG16, block5_pool, 212",
    "MobileNet, conv_pw_13_relu, 315",
    "ResNet50, conv5_block3_out, 483",
    "ResNet152, conv5_block3_out, 1507",
    "InceptionV3, mixed10, 1311",
    "InceptionResNetV2, conv_7b_ac, 3039"
  })
  void fieldsOfNetworksAreThoseThatWerePublished(String name, String layer, long side)
      throws IOException {
    try (Model model = Applications.named(name).create(ApplicationOptions.untrained())) {
      Cost cost = Costs.of(model).get(layer);
      assertThat(cost).isNotNull();
      if (cost != null) {
        assertThat(cost.receptiveField()).containsExactly(side, side);
      }
    }
  }

  private static void check(JsonNode row) {
    List<Long> input = numbers(row.get("input"));
    try (Model model = Model.fromJson(row.get("config").toString())) {
      Map<String, Cost> costs = Costs.of(model);
      for (Map.Entry<String, JsonNode> layer : row.get("fields").properties()) {
        Cost cost = costs.get(layer.getKey());
        assertThat(cost).as(layer.getKey()).isNotNull();
        if (cost != null) {
          assertThat(seen(cost, input)).as(layer.getKey()).isEqualTo(numbers(layer.getValue()));
        }
      }
    }
  }

  /** A gradient shows no more than there is; an empty list says that a place sees all of it. */
  private static List<Long> seen(Cost cost, List<Long> input) {
    List<Long> field = cost.receptiveField();
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      seen.add(field.isEmpty() ? input.get(i) : Long.valueOf(Math.min(field.get(i), input.get(i))));
    }
    return seen;
  }

  private static List<Long> numbers(JsonNode list) {
    List<Long> numbers = new ArrayList<>();
    list.forEach(number -> numbers.add(number.asLong()));
    return numbers;
  }
}
