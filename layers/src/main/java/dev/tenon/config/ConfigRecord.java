package dev.tenon.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts a Keras configuration to a record with the keys in camel case as components, and back.
 *
 * <p>Components may be strings, booleans, longs, doubles, lists of them, enums with Keras' names in
 * capitals, and configuration objects.
 */
public final class ConfigRecord {
  private static final Pattern CAPITAL = Pattern.compile("(?<!^)([A-Z])");
  private static final Pattern NUMBERED = Pattern.compile("([a-z]{2,})([0-9])");

  private ConfigRecord() {}

  /**
   * Returns a record with the values of a configuration; a missing key keeps its default.
   *
   * @param what the owner of the configuration, for messages
   * @param defaults the record with Keras' defaults
   * @param config Keras' keys and values
   * @param ignored keys without effect
   * @throws IllegalArgumentException for a key that the record does not have, and for a value of
   *     another kind than the key's
   */
  public static <T extends Record> T read(
      String what,
      T defaults,
      Map<String, ? extends @Nullable Object> config,
      Set<String> ignored) {
    Set<String> known = new LinkedHashSet<>();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      known.add(key(component.getName()));
    }
    for (String key : config.keySet()) {
      if (!known.contains(key) && !ignored.contains(key)) {
        throw new IllegalArgumentException(
            what + " has no option '" + key + "'; its options are " + known);
      }
    }
    @SuppressWarnings("unchecked") // a record's class is final, so that T is it
    Class<T> type = (Class<T>) defaults.getClass();
    return create(
        type,
        what,
        (component, key) -> {
          Object given = config.get(key);
          boolean keep = !config.containsKey(key) || (given == null && !mayBeNull(component));
          return keep
              ? value(defaults, component)
              : ConfigValue.read(what + ": '" + key + "'", component, given);
        });
  }

  /** Returns the configuration of a record in Keras' keys. */
  public static Map<String, @Nullable Object> write(Record source) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    for (RecordComponent component : source.getClass().getRecordComponents()) {
      config.put(key(component.getName()), ConfigValue.write(value(source, component)));
    }
    return config;
  }

  /**
   * Returns a record with the values of a configuration that has all of its keys.
   *
   * @param type the class of the record
   * @param what the owner of the configuration, for messages
   * @param values the values by Keras' keys
   * @throws IllegalArgumentException if a value is missing or of another kind than the key's, or
   *     the record does not accept it
   */
  public static <T extends Record> T of(
      Class<T> type, String what, Map<String, ? extends @Nullable Object> values) {
    return create(
        type,
        what,
        (component, key) -> {
          if (!values.containsKey(key)) {
            throw new IllegalArgumentException(what + ": '" + key + "' is missing");
          }
          return ConfigValue.read(what + ": '" + key + "'", component, values.get(key));
        });
  }

  /**
   * Returns Keras' spelling of a component's name: {@code fromLogits} is {@code from_logits},
   * {@code beta1} is {@code beta_1}.
   */
  private static String key(String name) {
    String words = CAPITAL.matcher(name).replaceAll("_$1").toLowerCase(Locale.ROOT);
    return NUMBERED.matcher(words).replaceAll("$1_$2");
  }

  private static boolean mayBeNull(RecordComponent component) {
    return component.getType().isEnum()
        || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object value(Record source, RecordComponent component) {
    try {
      // A user's record need not be public.
      component.getAccessor().trySetAccessible();
      return component.getAccessor().invoke(source);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("component " + component + " cannot be read", e);
    }
  }

  /** Gives the value of a component, which has a key in Keras' spelling. */
  private interface Values {
    @Nullable Object of(RecordComponent component, String key);
  }

  private static <T extends Record> T create(Class<T> type, String what, Values given) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = given.of(components[i], key(components[i].getName()));
    }
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.trySetAccessible();
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw new IllegalArgumentException(what + ": " + wrong.getMessage(), wrong);
      }
      throw new IllegalStateException(what + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("record " + type + " cannot be reached", e);
    }
  }
}
