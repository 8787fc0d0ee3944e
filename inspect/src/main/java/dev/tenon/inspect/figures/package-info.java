/**
 * Statistics and costs of the values and steps of a model. Reading starts at {@link
 * dev.tenon.inspect.figures.Statistics}, the distribution of a tensor's numbers; {@link
 * dev.tenon.inspect.figures.Cost} has the operations and the memory of a step.
 */
@NullMarked
package dev.tenon.inspect.figures;

import org.jspecify.annotations.NullMarked;
