/** Splits, scores and searches over hyperparameters, with scikit-learn's names and numbers. */
@NullMarked
package dev.tenon.tuning;

import org.jspecify.annotations.NullMarked;
