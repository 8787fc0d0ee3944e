/**
 * Hyperparameter search with the names and numbers of scikit-learn and keras-tuner. Reading starts
 * at {@link dev.tenon.tuning.GridSearch}; {@link dev.tenon.tuning.RandomizedSearch} draws
 * candidates. {@link dev.tenon.tuning.HyperbandSearch} and {@link dev.tenon.tuning.BayesianSearch}
 * use earlier trials. All extend {@link dev.tenon.tuning.Search}, which makes {@code Trial}s and
 * has a {@link dev.tenon.tuning.trial.TrialRunner} run them.
 *
 * <p>{@link dev.tenon.tuning.estimator.KerasClassifier} and {@link
 * dev.tenon.tuning.estimator.KerasRegressor} are the estimators. {@link
 * dev.tenon.tuning.ParameterGrid} and {@link dev.tenon.tuning.ParameterSampler} list candidates,
 * {@link dev.tenon.tuning.Scorers} scores them, and {@link dev.tenon.tuning.SearchResults} has the
 * results.
 */
@NullMarked
package dev.tenon.tuning;

import org.jspecify.annotations.NullMarked;
