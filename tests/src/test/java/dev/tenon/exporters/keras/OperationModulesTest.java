package dev.tenon.exporters.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.tests.Checkout;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operations are written under the modules in which Keras has them: operation_modules.py. */
class OperationModulesTest {
  @Test
  void everyClassIsInKerasModule() throws IOException {
    JsonNode recorded =
        new ObjectMapper()
            .readTree(Checkout.file("tests/goldens/layers/operation_modules.json").toFile());
    int seen = 0;
    for (Map.Entry<String, JsonNode> module : recorded.properties()) {
      for (JsonNode name : module.getValue()) {
        assertThat(OperationModules.of(name.asText()))
            .as(name.asText())
            .isEqualTo("keras.src.ops." + module.getKey());
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(300);
  }
}
