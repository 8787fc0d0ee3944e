package dev.tenon.ops;

import dev.tenon.tensor.Tensor;

/**
 * The state and the results of Keras' {@code scan}, of one entry or of all entries.
 *
 * @param carry the next state, or the last one
 * @param ys the result of an entry, or all results along the first axis
 */
public record ScanResult(Tensor carry, Tensor ys) {}
