package dev.tenon.lifting.walk;

import java.util.HashSet;
import java.util.Set;

/** Makes names of layers of the names of nodes. */
final class LayerNamer {
  private final Set<String> taken = new HashSet<>();

  /**
   * Returns a name that both generations of Keras take and that no layer has yet.
   *
   * <p>A slash would be a group in a file, and TensorFlow's scopes begin with a letter, a digit or
   * a dot.
   */
  String next(String hint) {
    String clean = hint.replaceAll("[^A-Za-z0-9_.-]", "_").replaceAll("^[_-]+", "");
    String base = clean.isEmpty() ? "layer" : clean;
    String name = base;
    for (int i = 1; !taken.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }
}
