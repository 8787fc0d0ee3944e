package dev.tenon.keras.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a generation of Keras would refuse in the configuration of a model: classes that it
 * does not have, arguments that its constructors do not take, keywords that its calls do not take.
 *
 * <p>Reads the spelling of {@code .keras} archives and that of HDF5 files. Objects of other
 * packages are left to whoever registers them.
 */
public final class ConfigurationCheck {
  private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

  /** Read by the HDF5 readers of both generations, for any layer, before its class sees it. */
  private static final String BATCH_INPUT_SHAPE = "batch_input_shape";

  private static final Map<String, SignatureKind> KINDS_BY_SUFFIX =
      Map.of(
          "initializer", SignatureKind.INITIALIZER,
          "regularizer", SignatureKind.REGULARIZER,
          "constraint", SignatureKind.CONSTRAINT,
          "activation", SignatureKind.ACTIVATION);

  private final KerasGeneration reader;
  private final KerasSignatures signatures;
  private final List<Offence> offences = new ArrayList<>();

  private ConfigurationCheck(KerasGeneration reader) {
    this.reader = reader;
    this.signatures = KerasSignatures.of(reader);
  }

  /** Returns what a generation refuses in {@code model_config} or {@code config.json}. */
  public static List<Offence> ofModel(JsonNode model, KerasGeneration reader) {
    ConfigurationCheck check = new ConfigurationCheck(reader);
    check.layer(model);
    return check.offences;
  }

  /** Returns what a generation refuses in {@code training_config} or {@code compile_config}. */
  public static List<Offence> ofTraining(JsonNode training, KerasGeneration reader) {
    ConfigurationCheck check = new ConfigurationCheck(reader);
    TrainingCheck.check(training, check, reader);
    return check.offences;
  }

  private void layer(JsonNode entry) {
    String className = entry.path("class_name").asText();
    JsonNode config = entry.path("config");
    String place = config.path("name").asText(className);
    if (MODELS.contains(className) && config.path("layers").isArray()) {
      config.path("layers").forEach(this::layer);
    }
    boolean operation = entry.path("module").asText().startsWith("keras.src.ops.");
    SignatureKind kind = operation ? SignatureKind.OPERATION : SignatureKind.LAYER;
    KerasSignature signature =
        MODELS.contains(className)
            ? signatures.find(
                SignatureKind.MODEL, className.equals("Model") ? "Functional" : className)
            : object(kind, entry, place);
    if (signature == null) {
      return;
    }
    if (config instanceof ObjectNode given && signature.kind() != SignatureKind.MODEL) {
      arguments(signature, given, place);
      given.properties().forEach(field -> member(field.getKey(), field.getValue(), place));
    }
    entry.path("inbound_nodes").forEach(node -> calls(node, signature, place));
  }

  /** Checks what a layer holds: initializers, activations, policies, layers inside it. */
  private void member(String key, JsonNode value, String place) {
    SignatureKind kind = KINDS_BY_SUFFIX.get(key.substring(key.lastIndexOf('_') + 1));
    if (key.equals("dtype") && value.isObject()) {
      argumentsOf(SignatureKind.POLICY, value, place);
    } else if (key.equals("quantization_config") && value.isObject()) {
      argumentsOf(SignatureKind.QUANTIZER, value, place);
    } else if (kind == SignatureKind.ACTIVATION && isClass(value)) {
      layer(value);
    } else if (kind != null) {
      argumentsOf(kind, value, place);
    } else if (value.has("class_name") && isLayer(value)) {
      layer(value);
    } else if (value.isArray()) {
      value.forEach(
          item -> {
            if (isLayer(item)) {
              layer(item);
            }
          });
    }
  }

  private static boolean isClass(JsonNode value) {
    return value.isObject() && !value.path("class_name").asText().equals("function");
  }

  private boolean isLayer(JsonNode value) {
    String className = value.path("class_name").asText();
    return MODELS.contains(className)
        || (!className.isEmpty() && existsAnywhere(SignatureKind.LAYER, className));
  }

  /** Checks an object of a kind: a name, or a class with its configuration. */
  void argumentsOf(SignatureKind kind, JsonNode value, String place) {
    if (value.isTextual()) {
      if (signatures.find(kind, value.asText()) == null && existsAnywhere(kind, value.asText())) {
        offences.add(new Offence.UnknownObject(reader, place, kind, value.asText()));
      }
      return;
    }
    if (!value.isObject()) {
      return;
    }
    if (value.path("class_name").asText().equals("function") && value.path("config").isTextual()) {
      argumentsOf(kind, value.path("config"), place);
      return;
    }
    KerasSignature signature = object(kind, value, place);
    if (signature != null && value.path("config") instanceof ObjectNode config) {
      arguments(signature, config, place);
      if (config.path("learning_rate").isObject()) {
        argumentsOf(SignatureKind.SCHEDULE, config.path("learning_rate"), place);
      }
    }
  }

  /** Returns the signature of an object; null where it is somebody's own, or does not exist. */
  private @Nullable KerasSignature object(SignatureKind kind, JsonNode object, String place) {
    String className = object.path("class_name").asText();
    JsonNode module = object.path("module");
    boolean own = module.isTextual() && !module.asText().startsWith("keras");
    if (own || (object.has("module") && module.isNull())) {
      return null;
    }
    KerasSignature signature = signatures.find(kind, className);
    if (signature == null && existsAnywhere(kind, className)) {
      offences.add(new Offence.UnknownObject(reader, place, kind, className));
    }
    return signature;
  }

  /** Says whether some generation has a name: one that none has is somebody's own. */
  private static boolean existsAnywhere(SignatureKind kind, String name) {
    for (KerasGeneration generation : KerasGeneration.values()) {
      if (KerasSignatures.of(generation).find(kind, name) != null) {
        return true;
      }
    }
    return false;
  }

  private void arguments(KerasSignature signature, ObjectNode config, String place) {
    config
        .fieldNames()
        .forEachRemaining(
            key -> {
              boolean taken = signature.takes(key) || key.equals(BATCH_INPUT_SHAPE);
              if (!taken) {
                offences.add(new Offence.UnknownArgument(reader, place, signature, config, key));
              }
            });
  }

  /** Checks the keywords of one call, in the spelling of Keras 3 or of tf_keras. */
  private void calls(JsonNode node, KerasSignature signature, String place) {
    if (node.isObject() && node.has("kwargs")) {
      keywords(node.path("kwargs"), signature, place);
    } else if (node.isArray() && node.size() == 4 && node.get(0).isTextual()) {
      keywords(node.get(3), signature, place);
    } else if (node.isArray()) {
      node.forEach(inner -> calls(inner, signature, place));
    }
  }

  private void keywords(JsonNode keywords, KerasSignature signature, String place) {
    if (signature.kind() == SignatureKind.MODEL) {
      return;
    }
    keywords
        .fieldNames()
        .forEachRemaining(
            keyword -> {
              if (!signature.takesInCall(keyword)) {
                offences.add(new Offence.UnknownKeyword(reader, place, signature, keyword));
              }
            });
  }
}
