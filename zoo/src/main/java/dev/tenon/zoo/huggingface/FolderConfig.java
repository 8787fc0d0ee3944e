package dev.tenon.zoo.huggingface;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Memory;
import dev.tenon.formats.Source;
import dev.tenon.limits.LoadLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The {@code config.json} of a folder: sizes and options by transformers' names. */
public final class FolderConfig {
  /** The name of the file. */
  static final String FILE = "config.json";

  private static final String ARCHITECTURES = "architectures";
  private static final String LABELS = "id2label";
  private static final String NUMBERS = "label2id";

  private static final String UNNAMED_LABEL = "LABEL_";

  /** Two labels are transformers' default. */
  private static final long DEFAULT_LABELS = 2;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String where;
  private final ObjectNode json;

  private FolderConfig(String where, ObjectNode json) {
    this.where = where;
    this.json = json;
  }

  /** Reads the configuration of a folder. */
  public static FolderConfig read(Path folder, LoadLimits limits) throws IOException {
    return parse(FILE, text(folder.resolve(FILE), limits));
  }

  /** Returns the text of a file. */
  public static String text(Path file, LoadLimits limits) throws IOException {
    try (Source source = Source.of(file, limits)) {
      Memory.checkText(source.name(), source.size());
      return StandardCharsets.UTF_8.decode(source.slice(0, source.size())).toString();
    }
  }

  /** Reads a list of objects. */
  static List<FolderConfig> list(String where, String text) {
    JsonNode list = tree(where, text);
    List<FolderConfig> entries = new ArrayList<>();
    for (JsonNode entry : list) {
      if (!list.isArray() || !(entry instanceof ObjectNode object)) {
        throw new MalformedModelException(where, "expected a list of JSON objects");
      }
      entries.add(new FolderConfig(where, object));
    }
    return entries;
  }

  /**
   * Reads a configuration.
   *
   * @throws MalformedModelException if it is no JSON object
   */
  public static FolderConfig parse(String where, String text) {
    if (tree(where, text) instanceof ObjectNode object) {
      return new FolderConfig(where, object);
    }
    throw new MalformedModelException(where, "expected a JSON object");
  }

  private static JsonNode tree(String where, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new MalformedModelException(where, "is no valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Returns the name of the file, for messages. */
  String where() {
    return where;
  }

  /** Returns the JSON. */
  String text() {
    return json.toPrettyString();
  }

  /** Returns a copy for a class, with another number of labels where it differs. */
  FolderConfig with(String className, long labels) {
    ObjectNode copy = json.deepCopy();
    ArrayNode classes = copy.putArray(ARCHITECTURES);
    classes.add(className);
    copy.remove("torch_dtype");
    copy.put("dtype", "float32");
    if (labels != labels()) {
      putLabels(copy, LongStream.range(0, labels).mapToObj(i -> UNNAMED_LABEL + i).toList());
    }
    return new FolderConfig(where, copy);
  }

  /**
   * Returns a copy for a class with another head.
   *
   * @param labels the names of the classes; empty for a head that has none
   */
  FolderConfig with(String className, List<String> labels) {
    ObjectNode copy = json.deepCopy();
    copy.putArray(ARCHITECTURES).add(className);
    List.of("problem_type", "num_labels", LABELS, NUMBERS).forEach(copy::remove);
    if (!labels.isEmpty()) {
      putLabels(copy, labels);
    }
    return new FolderConfig(where, copy);
  }

  private static void putLabels(ObjectNode config, List<String> labels) {
    ObjectNode names = config.putObject(LABELS);
    ObjectNode numbers = config.putObject(NUMBERS);
    for (int i = 0; i < labels.size(); i++) {
      names.put(Integer.toString(i), labels.get(i));
      numbers.put(labels.get(i), i);
    }
  }

  /**
   * Returns the {@code model_type}.
   *
   * @throws UnsupportedModelException for a folder of KerasHub
   * @throws MalformedModelException if there is none
   */
  public String modelType() {
    if (json.has("registered_name") && !json.has("model_type")) {
      throw new UnsupportedModelException(
          where,
          "is the configuration of a KerasHub preset ('"
              + json.get("registered_name").asText()
              + "'), which has no layers: load it with keras_hub in Python and save the model as"
              + " .keras");
    }
    return text("model_type", null);
  }

  /** Returns the names of classes in {@code architectures}. */
  List<String> classNames() {
    return names(ARCHITECTURES);
  }

  /** Returns a list of texts, or the only one of them; empty where there is none. */
  public List<String> names(String key) {
    JsonNode value = get(key);
    if (value == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode name : value.isArray() ? value : List.of(value)) {
      if (!name.isTextual()) {
        throw wrong(key, "a list of names", value);
      }
      names.add(name.textValue());
    }
    return names;
  }

  /** Returns a text; without a default it must be there. */
  public String text(String key, @Nullable String otherwise) {
    JsonNode value = get(key);
    if (value == null && otherwise != null) {
      return otherwise;
    }
    if (value == null || !value.isTextual()) {
      throw wrong(key, "a text", value);
    }
    return value.textValue();
  }

  /** Returns a positive length that must be there. */
  long length(String key) {
    JsonNode value = get(key);
    if (value == null) {
      throw wrong(key, "a positive number", null);
    }
    return positive(key, value);
  }

  /** Returns a positive length. */
  public long length(String key, long otherwise) {
    JsonNode value = get(key);
    return value == null ? otherwise : positive(key, value);
  }

  /** Returns a length; empty where there is none or it is greater than any that occurs. */
  public OptionalInt anyLength(String key) {
    JsonNode value = get(key);
    if (value == null || (value.isNumber() && value.doubleValue() > Integer.MAX_VALUE)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) positive(key, value));
  }

  /** Returns two lengths, which one number stands for if they are equal. */
  List<Long> pair(String key, long otherwise) {
    JsonNode value = get(key);
    if (value != null && value.isArray() && value.size() == 2) {
      return List.of(positive(key, value.get(0)), positive(key, value.get(1)));
    }
    long both = length(key, otherwise);
    return List.of(both, both);
  }

  /** Returns a number from 0; {@code pad_token_id} is one. */
  public long index(String key, long otherwise) {
    JsonNode value = get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 0) {
      throw wrong(key, "a number from 0", value);
    }
    return value.intValue();
  }

  private long positive(String key, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw wrong(key, "a positive number", value);
    }
    return value.intValue();
  }

  /** Returns a fraction from 0 to 1, such as that of dropout or an epsilon. */
  double fraction(String key, double otherwise) {
    JsonNode value = get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() < 1)) {
      throw wrong(key, "a number from 0 to 1", value);
    }
    return value.doubleValue();
  }

  /** Returns true or false. */
  public boolean flag(String key, boolean otherwise) {
    JsonNode value = get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw wrong(key, "true or false", value);
    }
    return value.booleanValue();
  }

  /** Returns the number of classes. */
  long labels() {
    JsonNode labels = get(LABELS);
    if (labels != null) {
      if (!labels.isObject() || labels.isEmpty()) {
        throw wrong(LABELS, "an object with a name for each class", labels);
      }
      return labels.size();
    }
    return length("num_labels", DEFAULT_LABELS);
  }

  /** Returns the names of classes; those that have none are {@code LABEL_0} and so on. */
  public List<String> labelNames(int count) {
    JsonNode labels = get(LABELS);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonNode name = labels == null ? null : labels.get(Integer.toString(i));
      names.add(name == null ? UNNAMED_LABEL + i : name.asText());
    }
    return names;
  }

  /** Returns an object inside this one; an empty one where there is none. */
  public FolderConfig child(String key) {
    JsonNode value = get(key);
    if (value != null && !value.isObject()) {
      throw wrong(key, "an object", value);
    }
    return new FolderConfig(
        where, value instanceof ObjectNode object ? object : MAPPER.createObjectNode());
  }

  /** Returns a token, which is a text or an object with the text as its {@code content}. */
  public Optional<String> content(String key) {
    JsonNode value = get(key);
    JsonNode text = value != null && value.isObject() ? value.get("content") : value;
    return text == null || !text.isTextual() ? Optional.empty() : Optional.of(text.textValue());
  }

  /**
   * Fails for an option that changes what the network computes.
   *
   * @throws UnsupportedModelException if it has another value
   */
  void require(String key, String expected) {
    JsonNode value = get(key);
    if (value != null && !value.asText().equals(expected)) {
      throw new UnsupportedModelException(
          where, "'" + key + "' is " + value + "; Tenon supports " + expected + " only");
    }
  }

  private @Nullable JsonNode get(String key) {
    JsonNode value = json.get(key);
    return value == null || value.isNull() ? null : value;
  }

  private MalformedModelException wrong(String key, String expected, @Nullable JsonNode found) {
    String received = found == null ? "nothing" : found.toString();
    return new MalformedModelException(
        where,
        "'"
            + key
            + "': expected "
            + expected
            + ", received "
            + (received.length() > 80 ? received.substring(0, 80) + "…" : received));
  }
}
