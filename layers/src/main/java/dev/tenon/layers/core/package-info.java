/**
 * Keras' core layers. Reading starts at {@link dev.tenon.layers.core.Dense}, the example of a layer
 * with weights.
 */
@NullMarked
package dev.tenon.layers.core;

import org.jspecify.annotations.NullMarked;
