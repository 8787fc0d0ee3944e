package dev.tenon.internal.saving;

import dev.tenon.error.MalformedModelException;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Weights of a file under the names of {@code model.weights()}. */
final class NamedWeights {
  private NamedWeights() {}

  /**
   * Returns the values of a network's weights.
   *
   * @param where starts the sentence of an exception
   * @param needed the shapes of the network's weights, by name
   * @param stored the shapes in the file, by name
   * @param read reads a value
   * @throws MalformedModelException if the file has other names or shapes
   */
  static Map<String, Tensor> read(
      String where,
      Map<String, long[]> needed,
      Map<String, long[]> stored,
      Function<String, Tensor> read) {
    checkNames(where, needed.keySet(), stored.keySet());
    Map<String, Tensor> values = new LinkedHashMap<>();
    needed.forEach(
        (name, shape) -> {
          if (!Arrays.equals(shape, stored.get(name))) {
            throw new MalformedModelException(
                where,
                "the weight '"
                    + name
                    + "' has the shape "
                    + Arrays.toString(stored.get(name))
                    + "; the model needs "
                    + Arrays.toString(shape));
          }
          values.put(name, read.apply(name));
        });
    return values;
  }

  private static void checkNames(String where, Set<String> present, Set<String> stored) {
    TreeSet<String> missing = new TreeSet<>(present);
    missing.removeAll(stored);
    TreeSet<String> unknown = new TreeSet<>(stored);
    unknown.removeAll(present);
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new MalformedModelException(
          where,
          "has the weights of another model: missing are "
              + shown(missing)
              + ", unknown are "
              + shown(unknown));
    }
  }

  private static String shown(Set<String> names) {
    String some = String.join(", ", names.stream().limit(5).toList());
    return names.isEmpty()
        ? "none"
        : names.size() > 5 ? some + " and " + (names.size() - 5) + " more" : some;
  }
}
