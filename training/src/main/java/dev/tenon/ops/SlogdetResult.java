package dev.tenon.ops;

import java.util.List;

/**
 * The sign and the logarithm of the absolute value of a determinant: the result of Keras' {@code
 * slogdet}.
 *
 * @param <T> the tensor type
 * @param sign the sign: -1, 0 or 1
 * @param logabsdet the natural logarithm of the absolute value
 */
public record SlogdetResult<T>(T sign, T logabsdet) {
  static <T> SlogdetResult<T> of(List<T> results) {
    return new SlogdetResult<>(results.get(0), results.get(1));
  }
}
