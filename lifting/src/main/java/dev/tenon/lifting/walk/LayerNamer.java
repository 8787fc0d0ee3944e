package dev.tenon.lifting.walk;

import dev.tenon.internal.collections.UniqueNames;

/** Makes names of layers of the names of nodes. */
final class LayerNamer {
  private final UniqueNames taken = new UniqueNames();

  /**
   * Returns a name that both generations of Keras take and that no layer has yet.
   *
   * <p>A slash would be a group in a file, and TensorFlow's scopes begin with a letter, a digit or
   * a dot.
   */
  String next(String hint) {
    String clean = hint.replaceAll("[^A-Za-z0-9_.-]", "_").replaceAll("^[_-]+", "");
    return taken.unique(clean.isEmpty() ? "layer" : clean);
  }
}
