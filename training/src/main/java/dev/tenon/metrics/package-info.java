/**
 * Keras' metrics as records that accumulate on the engine. Reading starts at {@link
 * dev.tenon.metrics.Metrics}, the factories.
 *
 * <p>{@link dev.tenon.metrics.Metric} is the interface; {@link dev.tenon.metrics.MeanMetric} serves
 * metrics that are means.
 */
@NullMarked
package dev.tenon.metrics;

import org.jspecify.annotations.NullMarked;
