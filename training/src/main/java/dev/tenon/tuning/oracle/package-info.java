/**
 * What searches compute that learn from earlier trials, with the numbers of keras-tuner's oracles.
 * {@link dev.tenon.tuning.oracle.Brackets} counts the trials of Hyperband. {@link
 * dev.tenon.tuning.oracle.GaussianProcess} predicts scores, and {@link
 * dev.tenon.tuning.oracle.ConfidenceBound} finds the point to try next.
 */
@NullMarked
package dev.tenon.tuning.oracle;

import org.jspecify.annotations.NullMarked;
