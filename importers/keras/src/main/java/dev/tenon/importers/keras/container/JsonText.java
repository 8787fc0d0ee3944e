package dev.tenon.importers.keras.container;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Memory;
import dev.tenon.keras.config.Json;

/** Reads JSON text as Python writes it ({@code NaN} and {@code Infinity} included). */
final class JsonText {
  private static final int DEEPEST = 500;
  private static final int LONGEST_STRING = 100_000_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_STRING)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private JsonText() {}

  /**
   * Parses an object.
   *
   * @param where starts the sentence of an exception
   */
  static ObjectNode object(String where, String text) {
    JsonNode node = parse(where, text);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedModelException(
        where, "expected a JSON object but received " + Json.kind(node) + ": the file is damaged");
  }

  private static JsonNode parse(String where, String text) {
    Memory.checkText(where, text.length());
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw new MalformedModelException(where, "the JSON text is empty");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new MalformedModelException(
          where, "is not valid JSON (" + e.getOriginalMessage() + "): the file is damaged", e);
    }
  }
}
