package dev.tenon.ops;

import java.util.List;

/**
 * The mean and the variance of a tensor: the result of Keras' {@code moments}.
 *
 * @param <T> the tensor type
 * @param mean the mean
 * @param variance the variance
 */
public record MomentsResult<T>(T mean, T variance) {
  static <T> MomentsResult<T> of(List<T> results) {
    return new MomentsResult<>(results.get(0), results.get(1));
  }
}
