package dev.tenon.keras.signature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.keras.ResourceTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the recorded signatures: one JSON object a line, which starts with its kind. */
final class SignatureReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SignatureReader() {}

  /** Returns all signatures of a kind; lines of other kinds are not parsed. */
  static List<KerasSignature> read(String resource, SignatureKind kind) {
    String start = "{\"kind\":\"" + kind.word() + "\"";
    List<KerasSignature> signatures = new ArrayList<>();
    try {
      for (String line : ResourceTable.lines(SignatureReader.class, resource)) {
        if (line.startsWith(start)) {
          signatures.add(signature(kind, JSON.readTree(line)));
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the resource " + resource + " is no list of objects", e);
    }
    return signatures;
  }

  private static KerasSignature signature(SignatureKind kind, JsonNode row) {
    return new KerasSignature(
        kind,
        row.path("name").asText(),
        row.path("module").asText(),
        row.path("function").asBoolean(),
        arguments(row.path("arguments")),
        texts(row.path("more")),
        row.path("any").asBoolean(),
        List.copyOf(texts(row.path("config"))),
        arguments(row.path("call")),
        row.path("call_any").asBoolean(),
        texts(row.path("aliases")));
  }

  private static List<Argument> arguments(JsonNode rows) {
    List<Argument> arguments = new ArrayList<>();
    rows.forEach(row -> arguments.add(new Argument(row.get(0).asText(), row.get(1))));
    return arguments;
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new LinkedHashSet<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
