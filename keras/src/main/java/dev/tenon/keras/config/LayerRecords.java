package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns layer records into configurations: the components are the keys in camel case. */
public final class LayerRecords {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private LayerRecords() {}

  /** What a format makes of the objects inside a configuration. */
  public interface Words {
    /** Returns the words for an activation, initializer, regularizer or constraint. */
    JsonNode object(String key, @Nullable KerasObject object);

    /** Returns the words for a layer inside a layer. */
    JsonNode layer(LayerNode node);
  }

  /** Returns a layer's own keys, without name, trainable and dtype. */
  public static ObjectNode config(Layer<?> layer, Words words) {
    ObjectNode config = JSON.objectNode();
    RecordComponent[] components = layer.getClass().getRecordComponents();
    if (components == null) {
      return config;
    }
    for (RecordComponent component : components) {
      String key = key(component);
      Object value = value(layer, component);
      boolean object = component.getType() == KerasObject.class;
      config.set(key, object ? words.object(key, (KerasObject) value) : json(value, words));
    }
    return config;
  }

  /** Returns the key of a component: its name in snake case. */
  static String key(RecordComponent component) {
    return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
  }

  private static @Nullable Object value(Layer<?> layer, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(layer);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          "layer class "
              + layer.className()
              + ": cannot read its component '"
              + component.getName()
              + "': make the record public",
          e);
    }
  }

  private static JsonNode json(@Nullable Object value, Words words) {
    if (value instanceof LayerNode node) {
      return words.layer(node);
    }
    if (value instanceof KerasObject object) {
      return words.object("", object);
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JSON.arrayNode();
      list.forEach(item -> array.add(json(item, words)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JSON.objectNode();
      map.forEach((key, item) -> object.set(String.valueOf(key), json(item, words)));
      return object;
    }
    return plain(value);
  }

  /** Returns maps, lists, strings, numbers and booleans as JSON. */
  public static JsonNode plain(@Nullable Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JSON.arrayNode();
      list.forEach(item -> array.add(plain(item)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JSON.objectNode();
      map.forEach((key, item) -> object.set(String.valueOf(key), plain(item)));
      return object;
    }
    if (value instanceof Boolean flag) {
      return JSON.booleanNode(flag);
    }
    if (value instanceof Double || value instanceof Float) {
      return JSON.numberNode(((Number) value).doubleValue());
    }
    if (value instanceof Number number) {
      return JSON.numberNode(number.longValue());
    }
    if (value instanceof String || value instanceof Enum<?>) {
      return JSON.textNode(String.valueOf(value));
    }
    throw new IllegalArgumentException(
        "a configuration holds a "
            + value.getClass().getSimpleName()
            + "; expected numbers, texts, lists or dictionaries");
  }
}
