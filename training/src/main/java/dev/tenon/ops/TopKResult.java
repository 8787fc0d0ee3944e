package dev.tenon.ops;

import java.util.List;

/**
 * The largest values along an axis, and their places.
 *
 * @param <T> the form of tensors
 * @param values the values, the largest first
 * @param indices the places of the values
 */
public record TopKResult<T>(T values, T indices) {
  static <T> TopKResult<T> of(List<T> results) {
    return new TopKResult<>(results.get(0), results.get(1));
  }
}
