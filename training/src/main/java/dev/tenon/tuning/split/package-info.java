/**
 * Splits of samples as scikit-learn makes them: {@link dev.tenon.tuning.split.KFold}, {@link
 * dev.tenon.tuning.split.StratifiedKFold}, {@link dev.tenon.tuning.split.TrainTestSplit}.
 */
@NullMarked
package dev.tenon.tuning.split;

import org.jspecify.annotations.NullMarked;
