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

  /** Returns the lines of a kind. */
  static List<String> lines(String resource, SignatureKind kind) {
    String start = start(kind);
    return ResourceTable.lines(SignatureReader.class, resource).stream()
        .filter(line -> line.startsWith(start))
        .toList();
  }

  private static String start(SignatureKind kind) {
    return "{\"kind\":\"" + kind.word() + "\",\"name\":\"";
  }

  /** Returns the name that stands at the start of a line of a kind. */
  static String name(SignatureKind kind, String line) {
    int from = start(kind).length();
    return line.substring(from, line.indexOf('"', from));
  }

  /** Reads a line of a kind. */
  static KerasSignature parse(SignatureKind kind, String line) {
    try {
      return signature(kind, JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the signature of " + name(kind, line) + " is no object", e);
    }
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
