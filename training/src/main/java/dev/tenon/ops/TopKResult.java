package dev.tenon.ops;

import java.util.List;

/**
 * The largest values along an axis and their indices: the result of Keras' {@code top_k}.
 *
 * @param <T> the tensor type
 * @param values the values, in descending order
 * @param indices the indices of the values
 */
public record TopKResult<T>(T values, T indices) {
  static <T> TopKResult<T> of(List<T> results) {
    return new TopKResult<>(results.get(0), results.get(1));
  }
}
