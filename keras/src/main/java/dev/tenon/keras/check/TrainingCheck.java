package dev.tenon.keras.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.signature.SignatureKind;
import java.util.Set;

/** Checks how a model was compiled: its optimizer, its losses and its metrics. */
final class TrainingCheck {
  private static final String REGISTERED = "Custom>";

  /** Words for which both generations choose the metric by the output, and no class has. */
  private static final Set<String> CHOSEN = Set.of("accuracy", "acc", "crossentropy", "ce");

  private TrainingCheck() {}

  static void check(JsonNode training, ConfigurationCheck objects, KerasGeneration reader) {
    JsonNode optimizer =
        training.has("optimizer_config")
            ? training.path("optimizer_config")
            : training.path("optimizer");
    boolean archive = training.has("optimizer");
    optimizer(optimizer, archive, objects, reader);
    each(training.path("loss"), SignatureKind.LOSS, "loss", objects);
    each(training.path("metrics"), SignatureKind.METRIC, "metrics", objects);
    each(training.path("weighted_metrics"), SignatureKind.METRIC, "weighted_metrics", objects);
  }

  private static void optimizer(
      JsonNode optimizer, boolean archive, ConfigurationCheck objects, KerasGeneration reader) {
    if (!(optimizer instanceof ObjectNode object)) {
      return;
    }
    String className = object.path("class_name").asText();
    boolean registered = className.startsWith(REGISTERED);
    boolean legacy =
        reader == KerasGeneration.TF_KERAS
            && !archive
            && !registered
            && object.path("config").path("is_legacy_optimizer").asBoolean(true);
    ObjectNode named = JsonNodeFactory.instance.objectNode().setAll(object);
    named.put("class_name", registered ? className.substring(REGISTERED.length()) : className);
    objects.argumentsOf(
        legacy ? SignatureKind.LEGACY_OPTIMIZER : SignatureKind.OPTIMIZER, named, "optimizer");
  }

  /** Checks one, a list, or a dictionary by output of losses or metrics. */
  private static void each(
      JsonNode given, SignatureKind kind, String place, ConfigurationCheck objects) {
    if (kind == SignatureKind.METRIC && CHOSEN.contains(given.asText())) {
      return;
    }
    if (given.isTextual() || given.has("class_name")) {
      objects.argumentsOf(kind, given, place);
    } else {
      given.forEach(item -> each(item, kind, place, objects));
    }
  }
}
