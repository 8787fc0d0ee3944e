package dev.tenon.formats.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Memory;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.limits.LoadLimits;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tensors of several safetensors files in one folder, found by an index such as {@code
 * model.safetensors.index.json}.
 *
 * <p>The index has a {@code weight_map} from the name of each tensor to the name of its file.
 */
public final class ShardedTensors implements NamedTensors, AutoCloseable {
  private static final String WEIGHT_MAP = "weight_map";
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
          .build();

  private final List<Source> sources = new ArrayList<>();
  private final Map<String, NamedTensors> files = new LinkedHashMap<>();
  private final Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();

  private ShardedTensors() {}

  /**
   * Opens the files of an index, which lie in its folder.
   *
   * @param index the index
   * @throws IOException if a file is missing or cannot be read
   * @throws MalformedModelException if the index or a file is damaged, or they contradict each
   *     other
   */
  public static ShardedTensors open(Path index, LoadLimits limits) throws IOException {
    ShardedTensors tensors = new ShardedTensors();
    try {
      Map<String, String> map;
      try (Source source = Source.of(index, limits)) {
        map = weightMap(source);
      }
      tensors.add(index, map, limits);
      return tensors;
    } catch (IOException | RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  private void add(Path index, Map<String, String> map, LoadLimits limits) throws IOException {
    ModelFolder folder = ModelFolder.of(Objects.requireNonNull(index.toAbsolutePath().getParent()));
    Map<String, SafetensorsFile> opened = new LinkedHashMap<>();
    for (Map.Entry<String, String> place : map.entrySet()) {
      SafetensorsFile file = opened.get(place.getValue());
      if (file == null) {
        Source source = Source.of(shard(index, folder, place.getValue()), limits);
        sources.add(source);
        file = SafetensorsFile.open(source);
        opened.put(place.getValue(), file);
      }
      SafetensorsEntry entry = file.entries().get(place.getKey());
      if (entry == null) {
        throw new MalformedModelException(
            String.valueOf(index.getFileName()),
            "says that '"
                + place.getValue()
                + "' has the tensor '"
                + place.getKey()
                + "'; that file has "
                + HeaderReader.names(file.entries().keySet()));
      }
      files.put(place.getKey(), file);
      entries.put(place.getKey(), entry);
    }
  }

  private static Path shard(Path index, ModelFolder folder, String name) throws IOException {
    Path file = index.resolveSibling(name);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "a file of " + index + " is missing");
    }
    Path real = folder.real(file);
    if (real == null) {
      throw new MalformedModelException(
          index.toString(), "'" + name + "' is a link out of the model's folder");
    }
    return file;
  }

  /**
   * Returns the map from tensors to names of files.
   *
   * @throws MalformedModelException if the index is damaged, or a name has a folder
   */
  static Map<String, String> weightMap(Source source) {
    Memory.checkText(source.name(), source.size());
    String text = StandardCharsets.UTF_8.decode(source.slice(0, source.size())).toString();
    try (JsonParser parser = JSON.createParser(text)) {
      return weightMap(source.name(), parser);
    } catch (JsonProcessingException e) {
      throw new MalformedModelException(
          source.name(), "is no valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new MalformedModelException(source.name(), "cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> weightMap(String where, JsonParser parser) throws IOException {
    Map<String, String> map = new LinkedHashMap<>();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedModelException(where, "expected a JSON object with a 'weight_map'");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals(WEIGHT_MAP);
      JsonToken value = parser.nextToken();
      if (!wanted) {
        parser.skipChildren();
        continue;
      }
      if (value != JsonToken.START_OBJECT) {
        throw new MalformedModelException(where, "'weight_map' is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String tensor = parser.currentName();
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
          throw new MalformedModelException(
              where, "'weight_map' has no name of a file for '" + tensor + "'");
        }
        map.put(tensor, checkedName(where, parser.getText()));
      }
    }
    if (map.isEmpty()) {
      throw new MalformedModelException(where, "has no 'weight_map' with tensors");
    }
    return map;
  }

  private static String checkedName(String where, String name) {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\\') >= 0
        || name.indexOf(':') >= 0
        || name.indexOf('\0') >= 0) {
      throw new MalformedModelException(
          where, "'weight_map' names the file '" + name + "'; expected a file in the same folder");
    }
    return name;
  }

  @Override
  public Map<String, SafetensorsEntry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  @Override
  public String file(String name) {
    NamedTensors file = files.get(name);
    return file == null ? "" : file.file(name);
  }

  @Override
  public Tensor tensor(String name) {
    NamedTensors file = files.get(name);
    if (file == null) {
      throw SafetensorsFile.missing("the model", name, files.keySet());
    }
    return file.tensor(name);
  }

  /** Closes the files; tensors that were read stay valid. */
  @Override
  public void close() throws IOException {
    for (Source source : sources) {
      source.close();
    }
  }
}
