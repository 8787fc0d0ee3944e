package dev.tenon.internal.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.PendingFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.formats.safetensors.SafetensorsWriter;
import dev.tenon.limits.LoadLimits;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A folder with an adapter of PEFT: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}.
 *
 * @see <a href="https://huggingface.co/docs/peft/developer_guides/checkpoint">PEFT: checkpoint
 *     format</a>
 */
public final class PeftFolder {
  /** The name of the configuration, which every such folder has. */
  public static final String CONFIG = "adapter_config.json";

  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String PREFIX = "base_model.model.";
  private static final Pattern KERNEL =
      Pattern.compile("(.+)\\.lora_([AB])(?:\\.default)?\\.weight");
  private static final Pattern TABLE =
      Pattern.compile("(.+)\\.lora_embedding_([AB])(?:\\.default)?");

  /** The longest configuration. */
  private static final long MOST_BYTES = 1 << 24;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private PeftFolder() {}

  /**
   * Reads a folder.
   *
   * @throws MalformedModelException if it is damaged
   * @throws UnsupportedModelException if the adapter is no plain LoRA
   */
  public static PeftAdapter read(Path folder) throws IOException {
    JsonNode config = config(folder.resolve(CONFIG));
    Map<String, Map<String, Tensor>> pairs = new LinkedHashMap<>();
    TreeSet<String> tables = new TreeSet<>();
    Map<String, Tensor> saved = new LinkedHashMap<>();
    try (Source source = Source.of(folder.resolve(WEIGHTS), LoadLimits.DEFAULTS)) {
      SafetensorsFile file = SafetensorsFile.open(source);
      for (String key : file.entries().keySet()) {
        String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
        Tensor tensor = file.tensor(key).cast(DType.FLOAT32);
        Matcher kernel = KERNEL.matcher(name);
        Matcher table = TABLE.matcher(name);
        if (kernel.matches() || table.matches()) {
          Matcher found = kernel.matches() ? kernel : table;
          if (found == table) {
            tables.add(table.group(1));
          }
          pairs
              .computeIfAbsent(found.group(1), k -> new LinkedHashMap<>())
              .put(found.group(2), tensor);
        } else if (name.contains("lora_")) {
          throw new UnsupportedModelException(
              WEIGHTS, "has '" + key + "'; Tenon reads the factors lora_A and lora_B alone");
        } else {
          saved.put(name.replace(".modules_to_save.default", ""), tensor);
        }
      }
    }
    Map<String, PeftAdapter.Factors> factors = new LinkedHashMap<>();
    pairs.forEach(
        (module, pair) ->
            factors.put(module, factors(config, module, pair, tables.contains(module))));
    return new PeftAdapter(factors, saved);
  }

  private static PeftAdapter.Factors factors(
      JsonNode config, String module, Map<String, Tensor> pair, boolean table) {
    Tensor a = pair.get("A");
    Tensor b = pair.get("B");
    if (a == null || b == null || a.rank() != 2 || b.rank() != 2 || a.dim(0) != b.dim(1)) {
      throw new MalformedModelException(
          WEIGHTS,
          "'"
              + module
              + "' needs factors A of shape (rank, inputs) and B of shape (outputs, rank), received "
              + (a == null ? "no A" : a.shapeString())
              + " and "
              + (b == null ? "no B" : b.shapeString()));
    }
    double alpha = config.path("lora_alpha").asDouble(8);
    JsonNode patterns = config.path("alpha_pattern");
    for (Map.Entry<String, JsonNode> entry : patterns.properties()) {
      if (fits(entry.getKey(), module)) {
        alpha = entry.getValue().asDouble(alpha);
        break;
      }
    }
    boolean root = config.path("use_rslora").asBoolean(false);
    return new PeftAdapter.Factors(
        a, b, root ? alpha * Math.sqrt((double) a.dim(0)) : alpha, table);
  }

  /** Says whether a key of a pattern means a module, as PEFT does. */
  private static boolean fits(String key, String module) {
    try {
      return module.equals(key)
          || module.endsWith("." + key)
          || Pattern.compile("(.*\\.)?(" + key + ")").matcher(module).matches();
    } catch (PatternSyntaxException e) {
      throw new MalformedModelException(
          CONFIG, "'" + key + "' in alpha_pattern is no regular expression", e);
    }
  }

  private static JsonNode config(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new MalformedModelException(
          CONFIG, "has " + Files.size(file) + " bytes; expected at most " + MOST_BYTES);
    }
    JsonNode config;
    try {
      config = MAPPER.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new MalformedModelException(CONFIG, "is no valid JSON: " + e.getOriginalMessage(), e);
    }
    require(config, "peft_type", "LORA");
    require(config, "use_dora", "false");
    require(config, "fan_in_fan_out", "false");
    require(config, "lora_bias", "false");
    require(config, "layer_replication", "null");
    require(config, "trainable_token_indices", "null");
    return config;
  }

  private static void require(JsonNode config, String key, String expected) {
    JsonNode value = config.path(key);
    if (!value.isMissingNode() && !value.isNull() && !value.asText().equals(expected)) {
      throw new UnsupportedModelException(
          CONFIG, "'" + key + "' is " + value + "; Tenon supports " + expected + " only");
    }
  }

  /**
   * Writes a folder, which appears only when it is complete.
   *
   * @param base the name of the adapted model; null where it has none
   */
  public static void write(Path target, PeftAdapter adapter, @Nullable String base)
      throws IOException {
    Map<String, SafetensorsWriter.Pending> tensors = new TreeMap<>();
    adapter
        .factors()
        .forEach(
            (module, pair) -> {
              String start = PREFIX + module + (pair.table() ? ".lora_embedding_" : ".lora_");
              String end = pair.table() ? "" : ".weight";
              tensors.put(start + "A" + end, SafetensorsWriter.Pending.of(pair.a()));
              tensors.put(start + "B" + end, SafetensorsWriter.Pending.of(pair.b()));
            });
    adapter
        .saved()
        .forEach(
            (name, tensor) -> tensors.put(PREFIX + name, SafetensorsWriter.Pending.of(tensor)));
    try (PendingFolder pending = PendingFolder.beside(target, CONFIG)) {
      Files.writeString(
          pending.path().resolve(CONFIG),
          json(adapter, base).toPrettyString() + "\n",
          StandardCharsets.UTF_8);
      SafetensorsWriter.write(pending.path().resolve(WEIGHTS), tensors, Map.of("format", "pt"));
      pending.commit();
    }
  }

  private static ObjectNode json(PeftAdapter adapter, @Nullable String base) {
    PeftAdapter.Factors first = adapter.factors().values().iterator().next();
    ObjectNode config = MAPPER.createObjectNode();
    ObjectNode alphas = config.putObject("alpha_pattern");
    config.put("base_model_name_or_path", base);
    config.put("bias", "none");
    config.put("fan_in_fan_out", false);
    config.put("inference_mode", true);
    put(config, "lora_alpha", first.alpha());
    config.put("lora_dropout", 0.0);
    TreeSet<String> modules = new TreeSet<>();
    adapter.saved().keySet().forEach(name -> modules.add(name.replaceAll("\\.[^.]*$", "")));
    if (modules.isEmpty()) {
      config.putNull("modules_to_save");
    } else {
      modules.forEach(config.putArray("modules_to_save")::add);
    }
    config.put("peft_type", "LORA");
    config.put("r", first.rank());
    ObjectNode ranks = config.putObject("rank_pattern");
    adapter.factors().keySet().forEach(config.putArray("target_modules")::add);
    config.putNull("task_type");
    config.put("use_dora", false);
    config.put("use_rslora", false);
    adapter
        .factors()
        .forEach(
            (module, pair) -> {
              if (pair.rank() != first.rank()) {
                ranks.put(module, pair.rank());
              }
              if (pair.alpha() != first.alpha()) {
                put(alphas, module, pair.alpha());
              }
            });
    return config;
  }

  private static void put(ObjectNode object, String key, double number) {
    if (number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE) {
      object.put(key, (int) number);
    } else {
      object.put(key, number);
    }
  }
}
