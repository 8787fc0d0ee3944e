package dev.tenon.tests.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tenon.Tenon;
import dev.tenon.initializers.Initializers;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.losses.Loss;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metrics;
import dev.tenon.testing.JavaNames;
import dev.tenon.tests.keras.PublicNames.PublicName;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every public class of Keras 3.15 has a factory of its name, with Keras' positional arguments in
 * their order, and a method for every argument, with Keras' default. What is missing is listed with
 * a reason.
 */
final class KerasArgumentsTest {
  private static final double MOST = 0.03;

  /** Groups of classes, and the holder that has a name first. */
  private static final Map<String, Class<?>> HOLDERS =
      Map.of(
          "keras.layers", Layers.class,
          "keras.losses", Tenon.class,
          "keras.metrics", Metrics.class,
          "keras.optimizers", Tenon.class,
          "keras.optimizers.schedules", Tenon.class,
          "keras.callbacks", Tenon.class,
          "keras.initializers", Initializers.class,
          "keras.regularizers", Tenon.class,
          "keras.constraints", Tenon.class,
          "keras.Model", Tenon.class);

  private static final Map<Class<?>, Object> VALUES =
      Map.of(
          long.class,
          2L,
          int.class,
          2,
          double.class,
          0.5,
          boolean.class,
          false,
          String.class,
          "relu",
          Path.class,
          Path.of("file"),
          long[].class,
          new long[] {1},
          double[].class,
          new double[] {1});

  /** What Keras makes of a default that stands for another value. */
  private static final Map<String, JsonNode> MEANINGS =
      Map.of(
          "dtype null", TextNode.valueOf("float32"),
          "data_format null", TextNode.valueOf("channels_last"),
          "batch_size null", IntNode.valueOf(32),
          "verbose \"auto\"", IntNode.valueOf(1),
          "save_freq \"epoch\"", IntNode.valueOf(0),
          "update_freq \"epoch\"", IntNode.valueOf(0));

  @Test
  void hasEveryArgumentOfKeras() throws IOException {
    Map<String, String> missing = new TreeMap<>();
    Map<String, Integer> sizes = new TreeMap<>();
    for (PublicName name : PublicNames.read()) {
      Class<?> holder = HOLDERS.get(name.group());
      if (holder != null && counts(name)) {
        sizes.put(name.name(), Math.max(1, name.arguments().size()));
        compare(name, holder, missing);
      }
    }
    Map<String, String> listed = ListedReasons.read("missing-keras-arguments.tsv", 2);

    assertThat(missing.keySet())
        .as("what is missing, and not listed: %s", without(missing, listed.keySet()))
        .isEqualTo(listed.keySet());
    int all = sizes.values().stream().mapToInt(Integer::intValue).sum();
    int lacking = 0;
    for (Map.Entry<String, String> row : listed.entrySet()) {
      String[] name = row.getKey().split("\t", -1);
      lacking += name[1].equals("*") ? sizes.get(name[0]) : 1;
    }
    assertThat(lacking).as("of %s arguments", all).isLessThanOrEqualTo((int) (MOST * all));
  }

  private static Map<String, String> without(Map<String, String> all, Set<String> known) {
    Map<String, String> rest = new TreeMap<>(all);
    rest.keySet().removeAll(known);
    return rest;
  }

  private static boolean counts(PublicName name) {
    return name.same().isEmpty()
        && !name.kind().equals("module")
        && !ListedReasons.notCounted(name.name())
        && (name.kind().equals("class") || name.group().equals("keras.Model"));
  }

  private static void compare(PublicName name, Class<?> holder, Map<String, String> found) {
    List<Method> factories = factories(name, holder);
    if (factories.isEmpty() && holder == Metrics.class) {
      // A loss is a metric wherever one is taken; its positional arguments are the loss's.
      factories = factories(name, Losses.class);
    } else {
      factories.forEach(factory -> order(name, factory, found));
    }
    if (factories.isEmpty()) {
      found.put(name.name() + "\t*", "no factory");
      return;
    }
    made(name, factories, found);
  }

  private static List<Method> factories(PublicName name, Class<?> holder) {
    return Stream.of(holder.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getName().equalsIgnoreCase(name.simpleName()))
        // add(a, b) applies a layer at once; mean(loss) is no class of Keras.
        .filter(method -> method.getReturnType() != KerasTensor.class)
        .filter(method -> !Arrays.equals(method.getParameterTypes(), new Class<?>[] {Loss.class}))
        .sorted(Comparator.comparing(Method::getParameterCount))
        .toList();
  }

  private static void made(PublicName name, List<Method> factories, Map<String, String> found) {
    Object made =
        factories.stream()
            .map(KerasArgumentsTest::make)
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(null);
    if (made == null) {
      found.put(name.name() + "\t*", "cannot be made");
      return;
    }
    JavaArguments java = new JavaArguments(made);
    name.arguments()
        .forEach(
            (argument, keras) -> {
              if (name.group().equals("keras.Model") && Set.of("x", "y").contains(argument)) {
                return;
              }
              if (!java.has(argument)) {
                found.put(name.name() + "\t" + argument, "missing");
              } else if (!keras.isMissingNode() && !java.isFunction(argument)) {
                JsonNode meant = MEANINGS.getOrDefault(argument + " " + keras, keras);
                if (!java.takes(argument, keras) && !java.takes(argument, meant)) {
                  found.put(name.name() + "\t" + argument, "takes no " + keras);
                }
                Optional<Optional<Object>> value = java.value(argument);
                if (value.isEmpty()) {
                  found.put(name.name() + "\t" + argument, "not seen");
                } else if (!same(value.get().orElse(null), keras, meant, name)) {
                  found.put(
                      name.name() + "\t" + argument,
                      "default " + value.get().orElse(null) + " instead of " + keras);
                }
              }
            });
  }

  private static boolean same(
      @Nullable Object value, JsonNode keras, JsonNode meant, PublicName name) {
    return JavaArguments.same(value, keras)
        || JavaArguments.same(value, meant)
        || (keras.isNull() && LayerNames.snakeCase(name.simpleName()).equals(value))
        // What counts labels does it in integers.
        || (keras.isNull() && name.simpleName().endsWith("IoU") && "int64".equals(value));
  }

  private static void order(PublicName name, Method factory, Map<String, String> found) {
    List<String> keras = name.arguments().keySet().stream().map(JavaNames::camelCase).toList();
    List<String> java = Stream.of(factory.getParameters()).map(Parameter::getName).toList();
    if (java.size() > keras.size() || !keras.subList(0, java.size()).equals(java)) {
      found.put(name.name() + "\t" + "()", java + " instead of " + keras);
    }
  }

  private static Optional<Object> make(Method factory) {
    try {
      Object[] values = Stream.of(factory.getParameters()).map(KerasArgumentsTest::value).toArray();
      factory.setAccessible(true);
      return Optional.of(factory.invoke(null, values));
    } catch (InvocationTargetException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns something that a required argument takes. */
  private static @Nullable Object value(Parameter parameter) {
    Class<?> type = parameter.getType();
    if (type == Object.class) {
      return 0.5;
    }
    if (type == LayerLike.class) {
      return Layers.lstm(2);
    }
    if (type == LayerLike[].class) {
      return new LayerLike[] {Layers.lstmCell(2)};
    }
    return parameter.getName().equals("values") && type == double[].class
        ? new double[] {1, 2}
        : VALUES.get(type);
  }
}
