/**
 * The loss and the metrics of a model as operators. {@link
 * dev.tenon.internal.train.objective.ResolvedObjectives} resolves the arguments of {@code compile}
 * for each output; {@code LossGraph} writes the graph of the loss, and {@code SessionMetrics} keeps
 * the states of the metrics.
 */
@NullMarked
package dev.tenon.internal.train.objective;

import org.jspecify.annotations.NullMarked;
