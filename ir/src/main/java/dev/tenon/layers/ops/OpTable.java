package dev.tenon.layers.ops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The explicit list of functions, under their spellings in Keras and in TensorFlow. */
final class OpTable {
  private static final List<String> MODULES =
      List.of("compat.v1.", "math.", "linalg.", "nn.", "keras.activations.", "dtypes.");
  private static final Map<String, Entry> ENTRIES = index();

  private OpTable() {}

  /**
   * A function.
   *
   * @param parameters for each parameter the names it goes by
   * @param function what it computes
   */
  record Entry(List<List<String>> parameters, OpFunction function) {}

  /** Where a family of functions lists itself. */
  static final class Registrar {
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * Adds a function.
     *
     * @param keras Keras' class names, separated by spaces; may be empty
     * @param tensorflow TensorFlow's names without math, nn, linalg or compat.v1; may be empty
     * @param parameters the parameters in order, separated by spaces; other names after a bar
     */
    void add(String keras, String tensorflow, String parameters, OpFunction function) {
      List<List<String>> names = new ArrayList<>();
      for (String parameter : parameters.split(" ", -1)) {
        names.add(List.of(parameter.split("\\|", -1)));
      }
      Entry entry = new Entry(names, function);
      for (String name : keras.split(" ", -1)) {
        put(name, name, entry);
      }
      for (String name : tensorflow.split(" ", -1)) {
        put(name, "tf." + name, entry);
      }
    }

    private void put(String name, String key, Entry entry) {
      if (!name.isEmpty() && entries.put(key, entry) != null) {
        throw new IllegalStateException("function " + key + " is listed twice");
      }
    }
  }

  private static Map<String, Entry> index() {
    Registrar registrar = new Registrar();
    Elementwise.list(registrar);
    Arithmetic.list(registrar);
    Reducing.list(registrar);
    Moving.list(registrar);
    Picking.list(registrar);
    Multiplying.list(registrar);
    Neural.list(registrar);
    Convolutions.list(registrar);
    Normalizations.list(registrar);
    Attending.list(registrar);
    Entropies.list(registrar);
    Scattering.list(registrar);
    Rearranging.list(registrar);
    Coloring.list(registrar);
    Placing.list(registrar);
    Sampling.list(registrar);
    Spectral.list(registrar);
    Special.list(registrar);
    Matrices.list(registrar);
    Composed.list(registrar);
    Numeric.list(registrar);
    Bitwise.list(registrar);
    Divisors.list(registrar);
    Cumulating.list(registrar);
    Nans.list(registrar);
    Quantiles.list(registrar);
    Diagonals.list(registrar);
    Spacing.list(registrar);
    Parts.list(registrar);
    Counting.list(registrar);
    Products.list(registrar);
    RealNumbers.list(registrar);
    Bessel.list(registrar);
    return registrar.entries;
  }

  /** Returns the function of a name, or null where there is none. */
  static @Nullable Entry find(String op) {
    if (!op.startsWith("tf.")) {
      return ENTRIES.get(op.substring(op.lastIndexOf('.') + 1));
    }
    String name = op.substring("tf.".length());
    for (String module : MODULES) {
      name = name.startsWith(module) ? name.substring(module.length()) : name;
    }
    return ENTRIES.get("tf." + name);
  }
}
