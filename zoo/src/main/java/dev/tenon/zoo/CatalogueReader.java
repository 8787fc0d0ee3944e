package dev.tenon.zoo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.download.Download;
import dev.tenon.internal.text.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a catalogue. */
final class CatalogueReader {
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "application",
          "size",
          "preprocessing",
          "data_format",
          "labels",
          "licence",
          "source",
          "files");
  private static final Set<String> FILE_KEYS =
      Set.of("file", "url", "path", "hash", "top", "alpha", "side", "minimalistic");
  private static final Set<String> FORMATS = Set.of("channels_last", "channels_first");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int USUAL_SIZE = 224;

  private final String where;
  private final Path folder;

  private CatalogueReader(@Nullable Path file) {
    where = file == null ? "the catalogue" : file.toString();
    Path parent = file == null ? null : file.toAbsolutePath().getParent();
    folder = parent == null ? Path.of("") : parent;
  }

  /**
   * Reads a catalogue.
   *
   * @param file where the bytes come from; null for Tenon's own
   * @throws IOException where a file with labels cannot be read
   * @throws MalformedModelException where it is wrong
   */
  static List<ZooEntry> read(byte[] bytes, @Nullable Path file) throws IOException {
    return new CatalogueReader(file).read(bytes);
  }

  private List<ZooEntry> read(byte[] bytes) throws IOException {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(bytes);
    } catch (JsonProcessingException e) {
      throw wrong("is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!json.path("models").isArray()) {
      throw wrong("expected an object with a list 'models'", null);
    }
    List<ZooEntry> entries = new ArrayList<>();
    for (JsonNode model : json.get("models")) {
      entries.add(entry(model));
    }
    return entries;
  }

  private ZooEntry entry(JsonNode json) throws IOException {
    String name = text(json, "name", "a model");
    if (name == null) {
      throw wrong("a model has no 'name': " + json, null);
    }
    check(json, KEYS, name);
    try {
      String network = text(json, "application", name);
      Application application = network == null ? null : Applications.named(network);
      Preprocessing preprocessing = preprocessing(json, application, name);
      List<WeightFile> files = new ArrayList<>();
      for (JsonNode file : json.path("files")) {
        WeightFile stored = file(file, name);
        if (stored.url() != null) {
          // Refuses a wrong name, address or hash now, not when the file is wanted.
          checkSafe(stored.download(), name);
        }
        files.add(stored);
      }
      if (files.isEmpty()) {
        throw wrong("model '" + name + "' has no 'files'", null);
      }
      return new ZooEntry(
          name,
          application,
          json.path("size").asInt(application == null ? USUAL_SIZE : application.size()),
          preprocessing,
          dataFormat(json, application, name),
          labels(json.path("labels"), name),
          json.path("licence").asText("unknown"),
          json.path("source").asText(""),
          files);
    } catch (IllegalArgumentException e) {
      throw wrong("model '" + name + "': " + e.getMessage(), e);
    }
  }

  /** Anybody between here and the server can change what comes without TLS. */
  private void checkSafe(Download download, String name) {
    boolean open =
        !"https".equalsIgnoreCase(download.origin().getScheme())
            && !LOOPBACK.contains(String.valueOf(download.origin().getHost()));
    if (open && download.hash() == null) {
      throw wrong(
          "model '"
              + name
              + "': the file '"
              + download.name()
              + "' comes over http without a 'hash': add its SHA-256 (sha256sum FILE), or use an"
              + " https address",
          null);
    }
  }

  /**
   * A network of Keras' knows its own; what a file wants nothing tells, and a guess ruins scores.
   */
  private Preprocessing preprocessing(
      JsonNode json, @Nullable Application application, String name) {
    String mode = text(json, "preprocessing", name);
    if (mode != null) {
      return Preprocessing.named(mode);
    }
    if (application == null) {
      throw wrong(
          "model '"
              + name
              + "' has no 'preprocessing': say whether it wants its images as 'caffe', 'tf',"
              + " 'torch' or 'inside' (as they are)",
          null);
    }
    return application.preprocessing();
  }

  private @Nullable String dataFormat(
      JsonNode json, @Nullable Application application, String name) {
    String format = text(json, "data_format", name);
    if (format != null && !FORMATS.contains(format)) {
      throw wrong("model '" + name + "': " + Names.unknown("data_format", format, FORMATS), null);
    }
    if (application != null && "channels_first".equals(format)) {
      throw wrong(
          "model '" + name + "': " + application + " takes its images with the channels last",
          null);
    }
    return format;
  }

  private Labels labels(JsonNode json, String name) throws IOException {
    if (json.isMissingNode() || json.asText().equals(ApplicationOptions.IMAGENET)) {
      return Labels.imagenet();
    }
    return json.isTextual()
        ? Labels.read(folder.resolve(json.textValue()))
        : Labels.of(json, where + ": model '" + name + "'");
  }

  private WeightFile file(JsonNode json, String name) {
    check(json, FILE_KEYS, name);
    String url = text(json, "url", name);
    String path = text(json, "path", name);
    if ((url == null) == (path == null)) {
      throw wrong("model '" + name + "': a file has either an 'url' or a 'path': " + json, null);
    }
    String location = String.valueOf(url == null ? path : url);
    return new WeightFile(
        json.path("file").asText(location.substring(location.lastIndexOf('/') + 1)),
        url,
        path == null ? null : folder.resolve(path),
        text(json, "hash", name),
        json.path("top").asBoolean(true),
        json.path("alpha").asDouble(1),
        json.has("side") ? json.get("side").asLong() : null,
        json.path("minimalistic").asBoolean(false));
  }

  private @Nullable String text(JsonNode json, String key, String name) {
    JsonNode value = json.get(key);
    if (value != null && !value.isTextual()) {
      throw wrong(name + ": '" + key + "' must be a text, it is " + value, null);
    }
    return value == null ? null : value.textValue();
  }

  private void check(JsonNode json, Set<String> known, String name) {
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (!known.contains(entry.getKey())) {
        throw wrong(name + ": " + Names.unknown("key", entry.getKey(), known), null);
      }
    }
  }

  private MalformedModelException wrong(String what, @Nullable Exception cause) {
    return new MalformedModelException(where, what, cause);
  }
}
