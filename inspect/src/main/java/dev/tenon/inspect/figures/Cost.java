package dev.tenon.inspect.figures;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cost of a step for one sample.
 *
 * @param parameters the number of elements of its weights; a layer with two calls counts in both
 * @param trainable the number of trainable elements among them
 * @param weightBytes the bytes of its weights
 * @param flops the floating-point operations, where a multiplication and an addition are two; null
 *     if lengths are open
 * @param outputBytes the bytes of its outputs; null if lengths are open
 * @param receptiveField the length of the receptive field along each spatial axis; empty for the
 *     whole input or without spatial axes
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
