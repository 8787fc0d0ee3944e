package dev.tenon.ops;

import java.util.List;

/**
 * The real and the imaginary part of complex numbers.
 *
 * @param <T> the tensor type
 * @param real the real part
 * @param imag the imaginary part
 */
public record ComplexResult<T>(T real, T imag) {
  static <T> ComplexResult<T> of(List<T> results) {
    return new ComplexResult<>(results.get(0), results.get(1));
  }
}
