package dev.tenon.initializers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A seed gives the numbers that Keras draws for it on TensorFlow. */
class InitializersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CASES = Checkout.file("tests/goldens/initializers/cases.json");

  @TestFactory
  Stream<DynamicTest> drawsWhatKerasDraws() throws IOException {
    return StreamSupport.stream(JSON.readTree(CASES.toFile()).spliterator(), false)
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get("class_name") + " " + row.get("shape"), () -> check(row)));
  }

  private static void check(JsonNode row) {
    Map<String, Object> config = JSON.convertValue(row.get("config"), new TypeReference<>() {});
    long[] shape = JSON.convertValue(row.get("shape"), long[].class);
    KerasObject recorded = new KerasObject(row.get("class_name").asText(), config);
    Initializer typed = Initializers.of(recorded);
    assertThat(typed.getClass().getSimpleName()).isEqualTo(recorded.className());
    long seed = config.get("seed") instanceof Number given ? given.longValue() : 0;
    Tensor found = start(recorded, shape);
    assertThat(start(typed.toKeras(), shape)).isEqualTo(found);
    assertThat(typed.values(shape, DType.FLOAT32, seed)).isEqualTo(found);
    JsonNode values = row.get("values");
    assertThat(found.size()).isEqualTo(values.size());
    double largest = 0;
    for (JsonNode value : values) {
      largest = Math.max(largest, Math.abs(value.asDouble()));
    }
    for (int i = 0; i < values.size(); i++) {
      assertThat(found.getDouble(i))
          .as("element " + i)
          .isCloseTo(values.get(i).asDouble(), within(1e-6 * Math.max(1, largest)));
    }
  }

  private static Tensor start(KerasObject initializer, long... shape) {
    return Initializers.start(
        new Parameter("w", "w", shape, DType.FLOAT32, Parameter.Role.WEIGHT, initializer));
  }

  @Test
  void settersGiveWhatPositionalArgumentsGive() {
    assertThat(Initializers.randomNormal().stddev(0.1).seed(7))
        .isEqualTo(Initializers.randomNormal(0, 0.1, 7));
    assertThat(Initializers.varianceScaling().mode("fan_out").toKeras().config())
        .isEqualTo(Map.of("scale", 1.0, "mode", "fan_out", "distribution", "truncated_normal"));
    assertThat(Initializers.heNormal().toKeras()).isEqualTo(KerasObject.of("HeNormal"));
    assertThatThrownBy(() -> Initializers.varianceScaling(1, "fan_avrg"))
        .hasMessageContaining("fan_avg");
  }

  @Test
  void aWeightOfAnotherShapeIsRefused() {
    Initializer wrong = (shape, dtype, seed) -> Tensor.zeros(dtype, 2);
    assertThatThrownBy(() -> start(wrong.toKeras(), 3, 3))
        .hasMessageContaining("weight 'w'")
        .hasMessageContaining("gave shape [2]; expected [3, 3]");
  }

  @Test
  void theForgetGateStartsAtOne() {
    KerasObject bias =
        new KerasObject("UnitForgetBias", Map.of("bias_initializer", KerasObject.of("Zeros")));
    assertThat(start(bias, 8).toFloatArray()).containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
  }

  @Test
  void oneSeedMakesAllOthersTheSame() {
    KerasObject glorot = KerasObject.of("glorot_uniform");
    Seeds.setRandomSeed(7);
    Tensor first = start(glorot, 3, 3);
    Tensor second = start(glorot, 3, 3);
    Seeds.setRandomSeed(7);
    assertThat(start(glorot, 3, 3)).isEqualTo(first).isNotEqualTo(second);
  }

  @Test
  void anUnknownNameSuggestsTheNearest() {
    assertThatThrownBy(() -> start(KerasObject.of("he_nromal"), 3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight 'w'")
        .hasMessageContaining("HeNormal")
        .hasMessageContaining("CustomObjects.register");
  }
}
