package dev.tenon.layers.ops;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The explicit list of functions, under their spellings in Keras and in TensorFlow. */
final class OpTable {
  private static final List<String> MODULES =
      List.of("compat.v1.", "math.", "linalg.", "nn.", "keras.activations.", "dtypes.");
  private static final Map<String, OpEntry> ENTRIES = index();

  private OpTable() {}

  private static Map<String, OpEntry> index() {
    OpRegistrar registrar = new OpRegistrar();
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
    return registrar.entries();
  }

  /** Returns the function of a name, or null where there is none. */
  static @Nullable OpEntry find(String op) {
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
