package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.Quantization;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the element types that a layer's configuration names. */
public final class Policies {
  private static final Set<String> PLAIN =
      Set.of("DTypePolicy", "Policy", "FloatDTypePolicy", "PolicyV1");
  private static final Map<Quantization.Mode, String> QUANTISED =
      Map.of(
          Quantization.Mode.INT8, "QuantizedDTypePolicy",
          Quantization.Mode.INT4, "Int4DTypePolicy",
          Quantization.Mode.FLOAT8, "QuantizedFloat8DTypePolicy",
          Quantization.Mode.GPTQ, "GPTQDTypePolicy",
          Quantization.Mode.AWQ, "AWQDTypePolicy");

  private Policies() {}

  /**
   * Returns a policy.
   *
   * @throws IllegalArgumentException where it is none that Tenon knows
   */
  public static DTypePolicy of(JsonNode dtype, @Nullable JsonNode quantizationConfig) {
    DTypePolicy policy = of(dtype);
    Quantization how = policy.quantization();
    if (how == null || quantizationConfig == null) {
      return policy;
    }
    String className = Json.text(quantizationConfig, "class_name");
    if (className == null) {
      return policy;
    }
    JsonNode config = Json.get(quantizationConfig, "config");
    KerasObject said =
        new KerasObject(className, config == null ? Map.of() : Json.plainMap(config));
    return DTypePolicy.of(policy.source()).quantized(how.configured(said));
  }

  /** Returns a policy as Keras 3 writes it. */
  public static ObjectNode written(DTypePolicy policy) {
    Quantization how = policy.quantization();
    ObjectNode config = Json.emptyObject();
    if (how == null) {
      return Json.object("keras", "DTypePolicy", config.put("name", policy.name()));
    }
    config.put("mode", how.words()).put("source_name", policy.source());
    if (how.mode() == Quantization.Mode.FLOAT8) {
      config.put("amax_history_length", how.history());
    }
    return Json.object(
        "keras.dtype_policies", Objects.requireNonNull(QUANTISED.get(how.mode())), config);
  }

  private static DTypePolicy of(JsonNode dtype) {
    String name = name(dtype);
    if (name == null) {
      throw new IllegalArgumentException("no policy");
    }
    JsonNode history = dtype.path("config").path("amax_history_length");
    int from = name.indexOf("_from_");
    return from < 0 || !history.isInt()
        ? DTypePolicy.of(name)
        : DTypePolicy.of(name.substring(from + "_from_".length()))
            .quantized(Quantization.of(name.substring(0, from), history.intValue()));
  }

  /** Returns the name of a policy, or null for something else. */
  public static @Nullable String name(JsonNode dtype) {
    if (dtype.isTextual()) {
      return dtype.textValue();
    }
    String className = Json.text(dtype, "class_name");
    if (className == null || !(dtype.get("config") instanceof ObjectNode config)) {
      return null;
    }
    if (QUANTISED.containsValue(className)) {
      String mode = Json.text(config, "mode");
      String source = Json.text(config, "source_name");
      return mode == null || source == null ? null : mode + "_from_" + source;
    }
    return PLAIN.contains(className) ? Json.text(config, "name") : null;
  }

  /** Returns a policy as a message names it. */
  public static String shown(JsonNode dtype) {
    String name = name(dtype);
    return name == null ? dtype.path("class_name").asText() : "'" + name + "'";
  }
}
