/**
 * Statistics and costs of the values and steps of a model. Reading starts at {@link
 * dev.tenon.inspect.figures.Statistics}, the distribution of a tensor's numbers. {@link
 * dev.tenon.inspect.figures.Cost}, {@link dev.tenon.inspect.figures.Flops} and {@link
 * dev.tenon.inspect.figures.OnnxFlops} count operations and memory, by one table, {@code
 * FlopRules}; {@link dev.tenon.inspect.figures.FeatureMapImages} draws feature maps. {@link
 * dev.tenon.inspect.figures.ScoreRows} recognises scores; {@link
 * dev.tenon.inspect.figures.PortDiff} and {@link dev.tenon.inspect.figures.DifferenceSentences}
 * describe differences.
 */
@NullMarked
package dev.tenon.inspect.figures;

import org.jspecify.annotations.NullMarked;
