package dev.tenon.keras.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says of a configuration's value that it is of the wrong kind, without the names of Java's types.
 */
public final class KeyMismatch {
  private KeyMismatch() {}

  /** Returns a sentence with the key, what it should hold, and what it holds. */
  public static String sentence(JsonProcessingException failure, JsonNode tree) {
    if (!(failure instanceof MismatchedInputException mismatch) || mismatch.getPath().isEmpty()) {
      return failure.getOriginalMessage();
    }
    StringBuilder key = new StringBuilder();
    JsonNode value = tree;
    for (JsonMappingException.Reference step : mismatch.getPath()) {
      String name = step.getFieldName();
      if (name == null) {
        key.append('[').append(step.getIndex()).append(']');
        value = value.path(step.getIndex());
      } else {
        key.append(key.isEmpty() ? "" : ".").append(name);
        value = value.path(name);
      }
    }
    String expected = expected(mismatch.getTargetType());
    return expected == null
        ? failure.getOriginalMessage()
        : "'" + key + "': expected " + expected + ", received " + Json.kind(value);
  }

  private static @Nullable String expected(@Nullable Class<?> type) {
    if (type == null) {
      return null;
    }
    if (type == long.class || type == int.class || type == Long.class || type == Integer.class) {
      return "an integer";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    if (Map.class.isAssignableFrom(type)) {
      return "an object";
    }
    return Collection.class.isAssignableFrom(type) || type.isArray() ? "a list" : null;
  }
}
