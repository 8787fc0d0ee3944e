package dev.tenon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Locale;

/** Tensors that scripts recorded as JSON: {@code dtype}, {@code shape} and {@code values}. */
public final class JsonTensors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonTensors() {}

  /** Returns the recorded tensor. */
  public static Tensor read(JsonNode node) {
    long[] shape = JSON.convertValue(node.get("shape"), long[].class);
    if (node.get("dtype").textValue().equals("string")) {
      return Tensor.ofStrings(JSON.convertValue(node.get("values"), String[].class), shape);
    }
    DType type = DType.valueOf(node.get("dtype").textValue().toUpperCase(Locale.ROOT));
    return Tensor.of(JSON.convertValue(node.get("values"), double[].class), shape).cast(type);
  }

  /** Demands type and shape of a recording, and its numbers within a share of the largest one. */
  public static void assertNear(Tensor found, JsonNode wanted, double share) {
    Tensor recorded = read(wanted);
    assertThat(found.dtype()).isEqualTo(recorded.dtype());
    assertThat(found.shape()).isEqualTo(recorded.shape());
    double most = recorded.size() == 0 ? 0 : recorded.cast(DType.FLOAT64).abs().max().getDouble(0);
    assertThat(found.toDoubleArray())
        .containsExactly(recorded.toDoubleArray(), within(share * Math.max(most, 1)));
  }
}
