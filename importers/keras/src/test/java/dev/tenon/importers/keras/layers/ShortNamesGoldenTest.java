package dev.tenon.importers.keras.layers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.config.ConfigBinder;
import dev.tenon.keras.config.Json;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.LayerUpgrade;
import dev.tenon.layers.LayerSpec;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.common.ObjectNames;
import dev.tenon.testing.Checkout;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The short names, called as Keras' classes are, against the configurations that Keras makes. */
final class ShortNamesGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> FOLLOWS = Set.of("strides", "valueDim", "seed");

  private static List<JsonNode> recorded(String key) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    for (String line :
        Files.readAllLines(Checkout.file("tests/goldens/building/short_names.jsonl"))) {
      JsonNode entry = JSON.readTree(line);
      if (entry.has(key)) {
        found.add(entry);
      }
    }
    return found;
  }

  @Test
  void argumentsMeanWhatTheyMeanInKeras() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (JsonNode entry : recorded("short")) {
      Layer<?> made = call(entry.get("short").asText(), entry.get("args"));
      LayerConfig config = LayerUpgrade.layer(entry.get("layer"), KerasDialect.KERAS_3);
      var known = LayerCatalog.find(config.className());
      assertThat(known).as(config.className()).isNotNull();
      Layer<?> expected =
          new ConfigBinder(known.defaults()).bind(config.config(), inner -> null).layer();
      for (RecordComponent component : made.getClass().getRecordComponents()) {
        Object ours = comparable(component.getAccessor().invoke(made));
        Object theirs = comparable(component.getAccessor().invoke(expected));
        // Keras fills in at once what follows from another argument, and draws seeds.
        boolean later = FOLLOWS.contains(component.getName());
        if (!(ours == null && later) && !String.valueOf(ours).equals(String.valueOf(theirs))) {
          wrong.add(
              entry.get("short").asText()
                  + entry.get("args")
                  + "."
                  + component.getName()
                  + ": "
                  + ours
                  + ", Keras has "
                  + theirs);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Initializers are compared by class: their numbers are compared elsewhere. */
  private static Object comparable(Object value) {
    if (value instanceof KerasObject object) {
      return object.className().equals("linear") ? null : object.className();
    }
    if (value instanceof List<?> list && list.size() == 1) {
      return comparable(list.get(0));
    }
    // Keras rounds the factors of regularizers to float32.
    return value instanceof Number number ? number.floatValue() : value;
  }

  private static Layer<?> call(String name, JsonNode given) throws Exception {
    for (Method method : Layers.class.getMethods()) {
      if (method.getName().equals(name)
          && LayerSpec.class.isAssignableFrom(method.getReturnType())) {
        Object[] arguments = arguments(method, given);
        if (arguments != null) {
          return ((LayerSpec<?, ?>) method.invoke(null, arguments)).config();
        }
      }
    }
    throw new AssertionError("no " + name + " takes " + given);
  }

  private static Object[] arguments(Method method, JsonNode given) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length != given.size()) {
      return null;
    }
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      Object value = argument(types[i], given.get(i), method.isVarArgs());
      if (value == null) {
        return null;
      }
      arguments[i] = value;
    }
    return arguments;
  }

  private static Object argument(Class<?> type, JsonNode given, boolean varargs) {
    if (type == long.class && given.isIntegralNumber()) {
      return given.longValue();
    }
    if ((type == double.class || type == Object.class) && given.isNumber()) {
      return given.doubleValue();
    }
    if (type == boolean.class && given.isBoolean()) {
      return given.booleanValue();
    }
    if (type == String.class && given.isTextual()) {
      return given.textValue();
    }
    if (type == long[].class && (given.isArray() || varargs)) {
      JsonNode list = given.isArray() ? given : JSON.createArrayNode().add(given);
      Object array = Array.newInstance(long.class, list.size());
      for (int i = 0; i < list.size(); i++) {
        Array.setLong(array, i, list.get(i).longValue());
      }
      return array;
    }
    return null;
  }

  @Test
  void stringsMeanWhatTheyMeanInKeras() throws Exception {
    for (JsonNode entry : recorded("kind")) {
      String name = entry.get("name").asText();
      KerasObject ours =
          switch (entry.get("kind").asText()) {
            case "initializer" -> ObjectNames.initializer(name);
            case "regularizer" -> ObjectNames.regularizer(name);
            case "constraint" -> ObjectNames.constraint(name);
            default -> ObjectNames.activation(name);
          };
      assertThat(ours.className()).as(name).isEqualTo(entry.get("class_name").asText());
      if (!entry.get("kind").asText().equals("initializer")) {
        var config = new TreeMap<String, Object>();
        ours.config().forEach((key, value) -> config.put(key, comparable(value)));
        var theirs = new TreeMap<String, Object>();
        Json.plainMap(entry.get("config"))
            .forEach((key, value) -> theirs.put(key, comparable(value)));
        assertThat(config).as(name).isEqualTo(theirs);
      }
    }
  }

  @Test
  void everyLayerHasAShortName() {
    Set<Class<?>> made = new TreeSet<>(java.util.Comparator.comparing(Class::getName));
    Stream.of(Layers.class.getMethods())
        .filter(method -> LayerSpec.class.isAssignableFrom(method.getReturnType()))
        .forEach(method -> made.add(method.getReturnType()));
    Set<String> names = new TreeSet<>();
    made.forEach(type -> names.add(type.getSimpleName()));
    for (var entry : LayerCatalog.all()) {
      String record = entry.defaults().getClass().getSimpleName();
      if (!record.equals("InputLayer")) {
        assertThat(names).contains(record + "Spec");
      }
    }
  }
}
