package dev.tenon.layers.base;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the arguments of Keras' layers as Keras' constructors do.
 *
 * <p>An error names the argument, the expected and the received value. Layers of users are not
 * checked.
 *
 * @see <a
 *     href="https://github.com/keras-team/keras/blob/v3.15.1/keras/src/utils/argument_validation.py">Keras:
 *     argument_validation</a>
 */
public final class LayerArguments {
  private static final String KERAS = "dev.tenon.layers.";

  /** Numbers, or lists of them, of which each is a count. */
  private static final Set<String> COUNTS =
      Set.of(
          "units",
          "filters",
          "kernelSize",
          "strides",
          "dilationRate",
          "poolSize",
          "groups",
          "depthMultiplier",
          "inputDim",
          "outputDim",
          "numHeads",
          "numQueryHeads",
          "numKeyValueHeads",
          "headDim",
          "keyDim");

  private static final Set<String> SHARES = Set.of("rate");
  private static final String PADDING = "padding";
  private static final Set<String> CAUSAL = Set.of("Conv1D", "SeparableConv1D");

  private static final Map<Class<?>, List<Method>> CHECKED = new ConcurrentHashMap<>();

  private LayerArguments() {}

  /**
   * Checks a layer's arguments.
   *
   * @throws IllegalArgumentException for the first wrong argument; the message does not name the
   *     layer
   */
  public static void check(Layer<?> layer) {
    if (!layer.getClass().isRecord() || !layer.getClass().getName().startsWith(KERAS)) {
      return;
    }
    for (Method accessor : CHECKED.computeIfAbsent(layer.getClass(), LayerArguments::checked)) {
      Object value = value(accessor, layer);
      String name = accessor.getName();
      if (COUNTS.contains(name)) {
        counts(name, value);
      } else if (SHARES.contains(name)) {
        share(name, value);
      } else if (value instanceof String word) {
        padding(layer, word);
      }
    }
  }

  private static List<Method> checked(Class<?> type) {
    List<Method> found = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      if (COUNTS.contains(name) || SHARES.contains(name) || name.equals(PADDING)) {
        Method accessor = component.getAccessor();
        // Cells are not public.
        accessor.setAccessible(true);
        found.add(accessor);
      }
    }
    return List.copyOf(found);
  }

  private static @Nullable Object value(Method accessor, Layer<?> layer) {
    try {
      return accessor.invoke(layer);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(layer.className() + "." + accessor.getName(), e);
    }
  }

  private static void counts(String name, @Nullable Object value) {
    Collection<?> all =
        value instanceof Collection<?> list ? list : Stream.ofNullable(value).toList();
    for (Object each : all) {
      if (each instanceof Long count && count < 1) {
        throw wrong(name, "must be 1 or more", value);
      }
    }
  }

  private static void share(String name, @Nullable Object value) {
    if (value instanceof Double share && !(share >= 0 && share <= 1)) {
      throw wrong(name, "must be from 0 to 1", value);
    }
  }

  private static void padding(Layer<?> layer, String word) {
    List<String> known =
        CAUSAL.contains(layer.className())
            ? List.of("valid", "same", "causal")
            : List.of("valid", "same");
    if (!known.contains(word)) {
      String words = known.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
      throw wrong(PADDING, "must be one of " + words, "'" + word + "'");
    }
  }

  private static IllegalArgumentException wrong(
      String name, String expected, @Nullable Object value) {
    String keras = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    return new IllegalArgumentException(keras + " " + expected + ", received " + value);
  }
}
