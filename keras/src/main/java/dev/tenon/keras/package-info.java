/**
 * Keras' language, apart from any file. {@link dev.tenon.keras.KerasGeneration} names the two
 * generations of Keras that read files, {@link dev.tenon.keras.KerasDialect} the four that wrote
 * some; {@code signature} holds what their classes take, {@code check} compares configurations with
 * that, {@code config} brings configurations to layer records by the rules of {@code family},
 * {@code calls} connects the layers.
 */
@NullMarked
package dev.tenon.keras;

import org.jspecify.annotations.NullMarked;
