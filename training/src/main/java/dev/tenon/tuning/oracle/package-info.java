/**
 * The computations of searches that use earlier trials, with the numbers of keras-tuner's oracles.
 * Reading starts at {@link dev.tenon.tuning.oracle.Brackets}, the trials of Hyperband.
 *
 * <p>{@link dev.tenon.tuning.oracle.GaussianProcess} predicts scores, and {@link
 * dev.tenon.tuning.oracle.ConfidenceBound} finds the next point.
 */
@NullMarked
package dev.tenon.tuning.oracle;

import org.jspecify.annotations.NullMarked;
