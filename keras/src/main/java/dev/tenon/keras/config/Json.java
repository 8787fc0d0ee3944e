package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of JSON trees, and trees as plain data and as parts of a message. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  public static ObjectNode emptyObject() {
    return MAPPER.createObjectNode();
  }

  /** Returns an object as Keras 3 spells it; one without a module is registered by its name. */
  public static ObjectNode object(@Nullable String module, String className, JsonNode config) {
    ObjectNode object = MAPPER.createObjectNode();
    object.put("module", module);
    object.put("class_name", className);
    object.set("config", config);
    object.put("registered_name", module == null ? className : null);
    return object;
  }

  /** Returns an object as maps, lists, strings, numbers and booleans. */
  public static Map<String, @Nullable Object> plainMap(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("expected a JSON object but received " + kind(node));
    }
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    node.forEachEntry((key, member) -> plain.put(key, plain(member)));
    return plain;
  }

  /** By hand: what Jackson has for it takes 8 ms to set up, a twentieth of a command. */
  private static @Nullable Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> plainMap(node);
      case ARRAY -> {
        List<@Nullable Object> plain = new ArrayList<>();
        node.forEach(item -> plain.add(plain(item)));
        yield plain;
      }
      case STRING -> node.textValue();
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      case NULL -> null;
      case BINARY, MISSING, POJO -> MAPPER.convertValue(node, Object.class);
    };
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
