package dev.tenon.internal.collections;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Small maps that keep the order of their entries, so that files do not depend on the process as
 * with {@link Map#of()}.
 */
public final class OrderedMap {
  private OrderedMap() {}

  /** Returns a map of two entries. */
  public static <V> Map<String, V> of(String key1, V value1, String key2, V value2) {
    Map<String, V> map = new LinkedHashMap<>();
    map.put(key1, value1);
    map.put(key2, value2);
    return Collections.unmodifiableMap(map);
  }

  /** Returns a map of three entries. */
  public static <V> Map<String, V> of(
      String key1, V value1, String key2, V value2, String key3, V value3) {
    Map<String, V> map = new LinkedHashMap<>(of(key1, value1, key2, value2));
    map.put(key3, value3);
    return Collections.unmodifiableMap(map);
  }

  /** Returns a map of four entries. */
  public static <V> Map<String, V> of(
      String key1, V value1, String key2, V value2, String key3, V value3, String key4, V value4) {
    Map<String, V> map = new LinkedHashMap<>(of(key1, value1, key2, value2, key3, value3));
    map.put(key4, value4);
    return Collections.unmodifiableMap(map);
  }
}
