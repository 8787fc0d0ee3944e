package dev.tenon.tuning;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.estimator.KerasEstimator;
import java.util.List;
import java.util.Map;

/**
 * A part of a training: it goes on from the weights of an earlier trial, if there is one, and keeps
 * its own for a later one.
 *
 * @param number the number of the trial
 * @param past that of the trial that it goes on from; less than 0 for none
 * @param initialEpoch how many epochs were done before
 * @param learned the weights of each trial
 */
record Stage(int number, int past, int initialEpoch, Map<Integer, List<Tensor>> learned) {
  void fit(Estimator<?> estimator, Tensor x, Tensor y) {
    if (!(estimator instanceof KerasEstimator<?> keras)) {
      throw new IllegalArgumentException(
          "a training goes on only with a KerasClassifier or a KerasRegressor, received "
              + estimator.getClass().getSimpleName());
    }
    List<Tensor> weights = learned.get(past);
    if (weights != null) {
      keras.startFrom(weights, initialEpoch);
    } else if (past >= 0) {
      throw new IllegalStateException("the trial that this one goes on from has failed");
    }
    keras.fit(x, y);
    // By order, since layers without a name get another one in each model.
    learned.put(number, List.copyOf(keras.model().weights().values()));
  }
}
