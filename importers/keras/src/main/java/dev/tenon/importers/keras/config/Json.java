package dev.tenon.importers.keras.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Memory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON text as Python writes it ({@code NaN} and {@code Infinity} included). */
public final class Json {
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

  private Json() {}

  /**
   * Parses an object.
   *
   * @param where starts the sentence of an exception
   */
  public static ObjectNode object(String where, String text) {
    JsonNode node = parse(where, text);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedModelException(
        where, "expected a JSON object but received " + kind(node) + ": the file is damaged");
  }

  public static JsonNode parse(String where, String text) {
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

  public static ObjectNode emptyObject() {
    return MAPPER.createObjectNode();
  }

  /** Returns a tree as maps, lists, strings, numbers and booleans. */
  public static Map<String, @Nullable Object> plainMap(JsonNode node) {
    if (!node.isObject() && !node.isNull()) {
      throw new IllegalArgumentException("expected a JSON object but received " + kind(node));
    }
    return MAPPER.convertValue(
        node, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
  }

  /** Returns maps, lists, strings, numbers and booleans as a tree. */
  public static ObjectNode tree(Map<String, @Nullable Object> plain) {
    return MAPPER.valueToTree(plain);
  }

  /** Returns a member that is text, or null where it is missing or something else. */
  public static @Nullable String text(JsonNode node, String key) {
    JsonNode member = node.get(key);
    return member != null && member.isTextual() ? member.textValue() : null;
  }

  /** Returns a member, or null where it is missing or null in the text. */
  public static @Nullable JsonNode get(JsonNode node, String key) {
    JsonNode member = node.get(key);
    return member == null || member.isNull() ? null : member;
  }

  /** Returns the integers of a list; null entries become -1. */
  public static List<Long> shape(String where, JsonNode node) {
    JsonNode list = node.isObject() && node.get("items") != null ? node.get("items") : node;
    if (!list.isArray()) {
      throw new MalformedModelException(
          where, "expected a shape, a list of numbers, but received " + shown(node));
    }
    List<Long> shape = new ArrayList<>();
    for (JsonNode entry : list) {
      if (!entry.isNull() && !entry.isIntegralNumber()) {
        throw new MalformedModelException(
            where, "expected a shape, a list of numbers, but received " + shown(node));
      }
      shape.add(entry.isNull() ? -1 : entry.longValue());
    }
    return shape;
  }

  /** Returns a tree as text for a message, cut off where it is long. */
  public static String shown(JsonNode node) {
    return shortened(node.toString());
  }

  public static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "the text '" + shortened(node.textValue()) + "'";
      case NUMBER -> "the number " + shown(node);
      case BOOLEAN -> node.toString();
      case NULL -> "null";
      case BINARY, MISSING, POJO -> "nothing";
    };
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
