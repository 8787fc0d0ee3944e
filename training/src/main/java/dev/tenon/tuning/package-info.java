/**
 * Searches for good hyperparameters, with scikit-learn's names and numbers. Reading starts at
 * {@link dev.tenon.tuning.GridSearch}; {@link dev.tenon.tuning.RandomizedSearch} draws candidates.
 * {@link dev.tenon.tuning.HyperbandSearch} and {@link dev.tenon.tuning.BayesianSearch} learn from
 * earlier trials, as keras-tuner does. All extend {@link dev.tenon.tuning.Search}. {@link
 * dev.tenon.tuning.estimator.KerasClassifier} and {@link dev.tenon.tuning.estimator.KerasRegressor}
 * are the estimators. {@link dev.tenon.tuning.ParameterGrid} and {@link
 * dev.tenon.tuning.ParameterSampler} list candidates, {@link dev.tenon.tuning.Scorers} rates them,
 * and {@link dev.tenon.tuning.SearchResults} holds the results.
 */
@NullMarked
package dev.tenon.tuning;

import org.jspecify.annotations.NullMarked;
