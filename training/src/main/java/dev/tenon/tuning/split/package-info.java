/**
 * Splits of samples, equal to scikit-learn's. Reading starts at {@link
 * dev.tenon.tuning.split.TrainTestSplit}; {@link dev.tenon.tuning.split.KFold} and {@link
 * dev.tenon.tuning.split.StratifiedKFold} are cross-validators.
 */
@NullMarked
package dev.tenon.tuning.split;

import org.jspecify.annotations.NullMarked;
