package dev.tenon.keras.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns configurations in Keras 3's keys into the records of one kind of layer.
 *
 * <p>The record's components are the keys in camel case. A key that the file leaves out keeps
 * Keras' default.
 */
public final class ConfigBinder {
  private static final String INNER = "inner layers";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .enable(DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // Not as null, which few keys may be.
          .withCoercionConfigDefaults(
              coercions ->
                  coercions.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .addModule(
              new SimpleModule()
                  .addDeserializer(KerasObject.class, new KerasObjectReader())
                  .addDeserializer(LayerNode.class, new NodeReader()))
          .build();

  private static final LayerRecords.Words DEFAULTS =
      new LayerRecords.Words() {
        @Override
        public JsonNode object(String key, @Nullable KerasObject object) {
          return object == null
              ? NullNode.instance
              : Json.emptyObject()
                  .put("class_name", object.className())
                  .set("config", LayerRecords.plain(object.config()));
        }

        @Override
        public JsonNode layer(LayerNode node) {
          return new POJONode(node);
        }
      };

  private final ObjectNode defaults;
  private final Map<String, Key> keys = new HashMap<>();
  private final ObjectReader reader;

  /**
   * Looks at a kind of layer, once for all layers of it.
   *
   * @param defaults the layer with Keras' defaults
   */
  public ConfigBinder(Layer<?> defaults) {
    this.defaults = LayerRecords.config(defaults, DEFAULTS);
    this.reader = MAPPER.readerFor(defaults.getClass());
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      keys.put(LayerRecords.key(component), Key.of(component));
    }
  }

  /**
   * What a configuration may say under a key.
   *
   * @param mayBeNull where a key has no None in Keras 3, a null of an older file stands for the
   *     default
   */
  private record Key(boolean mayBeNull, boolean entriesMayBeNull) {
    static Key of(RecordComponent component) {
      AnnotatedType type = component.getAnnotatedType();
      return new Key(
          component.getType().isPrimitive() || type.isAnnotationPresent(Nullable.class),
          !List.class.isAssignableFrom(component.getType()) || ConfigBinder.entriesMayBeNull(type));
    }
  }

  /** A layer and the keys of the file that its record does not have. */
  public record Bound(Layer<?> layer, Set<String> unknown) {}

  /**
   * Binds a configuration.
   *
   * @param config the configuration in Keras 3's keys
   * @param inner makes the node of a layer inside
   * @throws IllegalArgumentException where a value is of another kind than the key's
   */
  public Bound bind(ObjectNode config, Function<LayerConfig, LayerNode> inner) {
    ObjectNode tree = defaults.deepCopy();
    Set<String> unknown = new TreeSet<>();
    config.properties().forEach(entry -> take(entry.getKey(), entry.getValue(), tree, unknown));
    try {
      Layer<?> layer = reader.withAttribute(INNER, inner).readValue(tree);
      return new Bound(layer, unknown);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(KeyMismatch.sentence(e, tree), e);
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory cannot fail to be read", e);
    }
  }

  private void take(String name, JsonNode value, ObjectNode tree, Set<String> unknown) {
    Key key = keys.get(name);
    if (key == null || !tree.has(name)) {
      unknown.add(name);
    } else if (!value.isNull() || key.mayBeNull()) {
      if (!key.entriesMayBeNull() && holdsNull(value)) {
        throw new IllegalArgumentException(
            "'" + name + "' has an entry that is null: " + Json.shown(value));
      }
      tree.set(name, value);
    }
  }

  private static boolean entriesMayBeNull(AnnotatedType list) {
    if (list instanceof AnnotatedParameterizedType parameterized) {
      for (AnnotatedType entry : parameterized.getAnnotatedActualTypeArguments()) {
        if (entry.isAnnotationPresent(Nullable.class) || entriesMayBeNull(entry)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean holdsNull(JsonNode list) {
    for (JsonNode entry : list) {
      if (entry.isNull() || (entry.isArray() && holdsNull(entry))) {
        return true;
      }
    }
    return false;
  }

  private static final class KerasObjectReader extends JsonDeserializer<KerasObject> {
    @Override
    public @Nullable KerasObject deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      JsonNode node = context.readTree(in);
      if (node.isTextual()) {
        return KerasObject.of(node.textValue());
      }
      String className = Json.text(node, "class_name");
      if (className == null) {
        return context.reportInputMismatch(
            KerasObject.class,
            "expected a name or an object with a 'class_name', received %s",
            Json.shown(node));
      }
      JsonNode config = Json.get(node, "config");
      Map<String, @Nullable Object> plain = config == null ? Map.of() : Json.plainMap(config);
      return new KerasObject(className, plain);
    }
  }

  private static final class NodeReader extends JsonDeserializer<LayerNode> {
    @Override
    @SuppressWarnings("unchecked") // bind put a function of this type there
    public @Nullable LayerNode deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      if (in.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT) {
        if (in.getEmbeddedObject() instanceof LayerConfig inner) {
          return ((Function<LayerConfig, LayerNode>) context.getAttribute(INNER)).apply(inner);
        }
        return (LayerNode) in.getEmbeddedObject();
      }
      JsonNode entry = context.readTree(in);
      return context.reportInputMismatch(
          LayerNode.class, "expected a layer, received %s", Json.shown(entry));
    }
  }
}
