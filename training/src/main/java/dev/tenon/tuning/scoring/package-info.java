/**
 * Scikit-learn's metrics of classification and regression. Reading starts at {@link
 * dev.tenon.tuning.scoring.Scores}.
 */
@NullMarked
package dev.tenon.tuning.scoring;

import org.jspecify.annotations.NullMarked;
