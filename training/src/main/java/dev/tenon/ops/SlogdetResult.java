package dev.tenon.ops;

import java.util.List;

/**
 * The sign of a determinant, and the logarithm of its size.
 *
 * @param <T> the form of tensors
 * @param sign the sign
 * @param logabsdet the natural logarithm of the absolute value
 */
public record SlogdetResult<T>(T sign, T logabsdet) {
  static <T> SlogdetResult<T> of(List<T> results) {
    return new SlogdetResult<>(results.get(0), results.get(1));
  }
}
