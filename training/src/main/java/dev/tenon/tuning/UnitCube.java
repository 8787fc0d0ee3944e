package dev.tenon.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Hyperparameters as points of the unit cube, an axis each, as keras-tuner embeds them: numbers by
 * their place in the range, the values of a list side by side.
 */
final class UnitCube {
  private final List<String> names;
  private final List<Object> spaces = new ArrayList<>();

  /**
   * Creates an embedding.
   *
   * @throws IllegalArgumentException for something else than lists and Tenon's distributions
   */
  UnitCube(Map<String, ?> distributions) {
    TreeMap<String, Object> sorted = new TreeMap<>(distributions);
    names = List.copyOf(sorted.keySet());
    sorted.forEach(
        (name, space) -> {
          boolean fits =
              space instanceof List<?> list
                  ? !list.isEmpty()
                  : space instanceof ContinuousDistribution;
          if (!fits) {
            throw new IllegalArgumentException(
                "hyperparameter '"
                    + name
                    + "' must have a list of values, or uniform, loguniform or randint of"
                    + " Distribution, to be searched by a Gaussian process; received "
                    + space);
          }
          spaces.add(space);
        });
    if (names.isEmpty()) {
      throw new IllegalArgumentException("there must be hyperparameters to search, received none");
    }
  }

  int dimensions() {
    return names.size();
  }

  double[] point(Map<String, Object> params) {
    double[] point = new double[names.size()];
    for (int i = 0; i < point.length; i++) {
      Object value = Objects.requireNonNull(params.get(names.get(i)));
      point[i] =
          spaces.get(i) instanceof List<?> list
              ? (list.indexOf(value) + 0.5) / list.size()
              : ((ContinuousDistribution) spaces.get(i)).probability((Number) value);
    }
    return point;
  }

  Map<String, Object> params(double[] point) {
    Map<String, Object> params = new TreeMap<>();
    for (int i = 0; i < point.length; i++) {
      Object value =
          spaces.get(i) instanceof List<?> list
              ? list.get((int) Math.min(list.size() - 1, point[i] * list.size()))
              : ((ContinuousDistribution) spaces.get(i)).quantile(point[i]);
      params.put(names.get(i), value);
    }
    return params;
  }
}
