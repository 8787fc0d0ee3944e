/** Scikit-learn's metrics of classes and of numbers: {@link dev.tenon.tuning.scoring.Scores}. */
@NullMarked
package dev.tenon.tuning.scoring;

import org.jspecify.annotations.NullMarked;
