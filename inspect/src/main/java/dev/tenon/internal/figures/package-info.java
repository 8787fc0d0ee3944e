/**
 * What inspection counts and draws. {@link dev.tenon.internal.figures.Flops} and {@link
 * dev.tenon.internal.figures.OnnxFlops} count operations and memory, by one table, {@code
 * FlopRules}; {@link dev.tenon.internal.figures.FeatureMapImages} draws feature maps. {@link
 * dev.tenon.internal.figures.ScoreRows} recognises scores; {@link
 * dev.tenon.internal.figures.PortDiff} and {@link dev.tenon.internal.figures.DifferenceSentences}
 * describe differences.
 */
@NullMarked
package dev.tenon.internal.figures;

import org.jspecify.annotations.NullMarked;
