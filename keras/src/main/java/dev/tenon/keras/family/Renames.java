package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.ResourceTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Classes and keys that Keras renamed: {@code renames.tsv} has a line for each. */
public final class Renames {
  /** Keras 1's class names that differ from Keras 2's, each with the latter. */
  public static final Map<String, String> CLASSES_OF_KERAS_1 = of("keras 1", "class");

  /** Keras 1's keys that differ from Keras 2's, each with the latter. */
  public static final Map<String, String> KEYS_OF_KERAS_1 = of("keras 1", "key");

  /** Class names of files of any age that are not Keras 3's, each with the latter. */
  public static final Map<String, String> CLASSES = of("any", "class");

  private Renames() {}

  private static Map<String, String> of(String dialect, String what) {
    Map<String, String> names = new LinkedHashMap<>();
    for (List<String> row : ResourceTable.rows(Renames.class, "renames.tsv")) {
      if (row.get(0).equals(dialect) && row.get(1).equals(what)) {
        names.put(row.get(2), row.get(3));
      }
    }
    return names;
  }

  /** Returns the class names that older files use, each with Keras 3's name for it. */
  public static Map<String, String> olderNames() {
    Map<String, String> names = new TreeMap<>(CLASSES_OF_KERAS_1);
    names.putAll(CLASSES);
    return names;
  }

  /** Gives a key another name, unless the configuration has that already. */
  public static void rename(ObjectNode config, String old, String now) {
    if (config.has(old)) {
      JsonNode value = config.remove(old);
      if (!config.has(now)) {
        config.set(now, value);
      }
    }
  }
}
