/**
 * Estimators as scikit-learn has them, and models of Keras as such. Reading starts at {@link
 * dev.tenon.tuning.estimator.Estimator}; {@link dev.tenon.tuning.estimator.KerasClassifier} and
 * {@link dev.tenon.tuning.estimator.KerasRegressor} make models by a {@link
 * dev.tenon.tuning.estimator.ModelFunction} of {@link dev.tenon.tuning.estimator.Params}, and
 * {@code FitSettings} are the options of a fit by their names.
 */
@NullMarked
package dev.tenon.tuning.estimator;

import org.jspecify.annotations.NullMarked;
