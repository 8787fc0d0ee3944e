/**
 * Estimators in the sense of scikit-learn, and Keras models as estimators. Reading starts at {@link
 * dev.tenon.tuning.estimator.Estimator}.
 *
 * <p>{@link dev.tenon.tuning.estimator.KerasClassifier} and {@link
 * dev.tenon.tuning.estimator.KerasRegressor} build models by a {@link
 * dev.tenon.tuning.estimator.ModelFunction} of {@link dev.tenon.tuning.estimator.Params}; {@code
 * FitSettings} has the options of {@code fit} by name.
 */
@NullMarked
package dev.tenon.tuning.estimator;

import org.jspecify.annotations.NullMarked;
