package dev.tenon.ops;

import dev.tenon.tensor.Tensor;

/**
 * A state that is carried along an axis, and what an entry, or all of them, gave.
 *
 * @param carry the state after it
 * @param ys the result
 */
public record ScanResult(Tensor carry, Tensor ys) {}
