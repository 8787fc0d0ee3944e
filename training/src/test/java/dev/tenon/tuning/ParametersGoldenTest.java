package dev.tenon.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Candidates are scikit-learn's, in its order. */
class ParametersGoldenTest {
  @Test
  void gridsAreInOrder() {
    TuningGolden.each("grids")
        .forEach(
            golden ->
                assertThat(List.copyOf(new ParameterGrid(TuningGolden.grids(golden.get("grid")))))
                    .isEqualTo(expected(golden)));
  }

  private static List<Map<String, Object>> expected(JsonNode golden) {
    return TuningGolden.each(golden.get("params")).map(TuningGolden::params).toList();
  }

  @Test
  void listsAreDrawnFromAsByScikitLearn() {
    TuningGolden.each("samples")
        .filter(golden -> golden.has("space"))
        .forEach(
            golden ->
                assertThat(
                        ParameterSampler.sample(
                            TuningGolden.grids(golden.get("space")),
                            golden.get("n").asInt(),
                            golden.get("seed").asLong()))
                    .isEqualTo(expected(golden)));
  }

  @Test
  void distributionsAreDrawnFromAsByScipy() {
    TuningGolden.each("samples")
        .filter(golden -> golden.has("distributions"))
        .forEach(ParametersGoldenTest::distributions);
  }

  private static void distributions(JsonNode golden) {
    List<Map<String, Object>> several = new ArrayList<>();
    JsonNode written = golden.get("distributions");
    if (written.isArray()) {
      written.forEach(each -> several.add(space(each)));
    } else {
      several.add(space(written));
    }
    List<Map<String, Object>> drawn =
        ParameterSampler.sample(several, golden.get("n").asInt(), golden.get("seed").asLong());
    List<Map<String, Object>> expected = expected(golden);
    assertThat(drawn).hasSameSizeAs(expected);
    for (int i = 0; i < drawn.size(); i++) {
      Map<String, Object> wanted = expected.get(i);
      assertThat(drawn.get(i)).containsOnlyKeys(wanted.keySet());
      drawn
          .get(i)
          .forEach(
              (name, value) -> {
                if (name.equals("rate")) {
                  // Java's exp and log differ from C's in the last digit.
                  double rate = (Double) wanted.get(name);
                  assertThat((Double) value).isCloseTo(rate, within(rate * 4e-16));
                } else {
                  assertThat(value).isEqualTo(wanted.get(name));
                }
              });
    }
  }

  private static Map<String, Object> space(JsonNode written) {
    Map<String, Object> space = new LinkedHashMap<>();
    written
        .properties()
        .forEach(
            entry -> {
              JsonNode given = entry.getValue();
              double low = given.get(1).asDouble();
              double high = given.get(2).asDouble();
              space.put(
                  entry.getKey(),
                  switch (given.get(0).asText()) {
                    case "uniform" -> Distribution.uniform(low, high);
                    case "loguniform" -> Distribution.loguniform(low, high);
                    case "randint" -> Distribution.randint((int) low, (int) high);
                    default -> TuningGolden.each(given).map(TuningGolden::value).toList();
                  });
            });
    return space;
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThatThrownBy(() -> new ParameterGrid(Map.of("units", List.of())))
        .hasMessageContaining("no value for 'units'");
    assertThatThrownBy(() -> ParameterSampler.sample(Map.of("units", 3), 2, 1L))
        .hasMessageContaining("'units' must have a list of values or a Distribution");
    assertThatThrownBy(() -> ParameterSampler.sample(Map.of("units", List.of(3)), 0, 1L))
        .hasMessageContaining("nIter must be at least 1");
    assertThatThrownBy(() -> Distribution.loguniform(0, 1)).hasMessageContaining("0 < low < high");
  }
}
