package dev.tenon.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a Keras configuration into a record whose components are its keys in camel case, and back.
 *
 * <p>Components may be strings, booleans, longs, doubles, lists of numbers and enums with Keras'
 * names in capitals.
 */
public final class ConfigRecord {
  private ConfigRecord() {}

  /**
   * Returns a record with the values of a configuration; a key that is left out keeps its default.
   *
   * @param what whose configuration it is, for messages
   * @param defaults the record with Keras' defaults
   * @param config Keras' keys and values
   * @param ignored keys that may be there and say nothing
   * @throws IllegalArgumentException for a key that the record does not have, and for a value of
   *     another kind than the key's
   */
  public static <T extends Record> T read(
      String what,
      T defaults,
      Map<String, ? extends @Nullable Object> config,
      Set<String> ignored) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Set<String> known = new LinkedHashSet<>();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = key(components[i].getName());
      known.add(key);
      types[i] = components[i].getType();
      Object given = config.get(key);
      boolean keep = !config.containsKey(key) || (given == null && !mayBeNull(components[i]));
      values[i] =
          keep
              ? value(defaults, components[i])
              : ConfigValue.read(what + ": '" + key + "'", components[i], given);
    }
    for (String key : config.keySet()) {
      if (!known.contains(key) && !ignored.contains(key)) {
        throw new IllegalArgumentException(
            what + " has no option '" + key + "'; its options are " + known);
      }
    }
    return create(defaults, types, values);
  }

  /** Returns the configuration of a record in Keras' keys. */
  public static Map<String, @Nullable Object> write(Record source) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    for (RecordComponent component : source.getClass().getRecordComponents()) {
      config.put(key(component.getName()), ConfigValue.write(value(source, component)));
    }
    return config;
  }

  /** Returns Keras' spelling of a component's name: small letters, words joined by underscores. */
  private static String key(String name) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        key.append('_');
      }
      key.append(Character.toLowerCase(c));
    }
    return key.toString();
  }

  private static boolean mayBeNull(RecordComponent component) {
    return component.getType().isEnum()
        || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object value(Record source, RecordComponent component) {
    try {
      return component.getAccessor().invoke(source);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("component " + component + " cannot be read", e);
    }
  }

  @SuppressWarnings("unchecked") // the constructor is the one of T's own class
  private static <T extends Record> T create(
      T defaults, Class<?>[] types, @Nullable Object[] values) {
    try {
      return (T) defaults.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw wrong;
      }
      throw new IllegalStateException("record " + defaults.getClass() + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("record " + defaults.getClass() + " is not public", e);
    }
  }
}
