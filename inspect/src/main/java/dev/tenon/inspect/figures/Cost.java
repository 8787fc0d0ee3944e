package dev.tenon.inspect.figures;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step costs for one sample.
 *
 * @param parameters how many numbers its weights have; of a layer that is called twice at each call
 * @param trainable how many of them training may change
 * @param weightBytes how many bytes they take
 * @param flops floating-point operations, a multiplication and an addition being two; null where
 *     lengths are open
 * @param outputBytes how many bytes its outputs take; null where lengths are open
 * @param receptiveField how many places of the input a place of the output sees along each spatial
 *     axis; empty where that is all of them, or there are no spatial axes
 */
public record Cost(
    long parameters,
    long trainable,
    long weightBytes,
    @Nullable Long flops,
    @Nullable Long outputBytes,
    List<Long> receptiveField) {
  public Cost {
    receptiveField = List.copyOf(receptiveField);
  }
}
