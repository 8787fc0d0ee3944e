package dev.tenon.layers.preprocessing;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A number, or lists of numbers nested evenly, as a configuration holds them. */
record NumberList(List<Long> shape, List<Double> numbers) {

  /**
   * Reads a configuration value.
   *
   * @throws IllegalArgumentException if it is neither a number nor an even nest of numbers
   */
  static NumberList of(String key, Object value) {
    List<Long> shape = new ArrayList<>();
    Object first = value;
    while (first instanceof List<?> list) {
      shape.add((long) list.size());
      first = list.isEmpty() ? 0.0 : list.get(0);
    }
    List<Double> numbers = new ArrayList<>();
    collect(key, value, shape, 0, numbers);
    return new NumberList(shape, numbers);
  }

  private static void collect(
      String key, Object value, List<Long> shape, int depth, List<Double> numbers) {
    if (depth == shape.size() && value instanceof Number number) {
      numbers.add(number.doubleValue());
    } else if (depth < shape.size()
        && value instanceof List<?> list
        && list.size() == shape.get(depth)) {
      for (Object item : list) {
        collect(key, item, shape, depth + 1, numbers);
      }
    } else {
      throw new IllegalArgumentException(
          "'" + key + "' must be a number or lists of numbers of equal length, not " + value);
    }
  }

  /** Returns the numbers as a float64 tensor. */
  Tensor tensor() {
    return Tensor.of(
        numbers.stream().mapToDouble(Double::doubleValue).toArray(),
        shape.stream().mapToLong(Long::longValue).toArray());
  }
}
