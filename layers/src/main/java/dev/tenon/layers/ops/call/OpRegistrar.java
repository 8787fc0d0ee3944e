package dev.tenon.layers.ops.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Registers the functions of a family. */
public final class OpRegistrar {
  private final Map<String, OpEntry> entries = new HashMap<>();

  /**
   * Adds a function.
   *
   * @param keras Keras' class names, separated by spaces; may be empty
   * @param tensorflow TensorFlow's names without math, nn, linalg or compat.v1; may be empty
   * @param parameters the parameters in order, separated by spaces; other names after a bar
   */
  public void add(String keras, String tensorflow, String parameters, OpFunction function) {
    List<List<String>> names = new ArrayList<>();
    for (String parameter : parameters.split(" ", -1)) {
      names.add(List.of(parameter.split("\\|", -1)));
    }
    OpEntry entry = new OpEntry(names, function);
    for (String name : keras.split(" ", -1)) {
      put(name, name, entry);
    }
    for (String name : tensorflow.split(" ", -1)) {
      put(name, "tf." + name, entry);
    }
  }

  private void put(String name, String key, OpEntry entry) {
    if (!name.isEmpty() && entries.put(key, entry) != null) {
      throw new IllegalStateException("function " + key + " is listed twice");
    }
  }

  /**
   * Returns the registered functions by Keras' class names, and TensorFlow's with the prefix {@code
   * tf.}.
   */
  public Map<String, OpEntry> entries() {
    return Map.copyOf(entries);
  }
}
