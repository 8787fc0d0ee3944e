package dev.tenon.tuning;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.estimator.KerasEstimator;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a training: it goes on from the weights of an earlier trial, if there is one.
 *
 * @param goesOn whether there is an earlier trial
 * @param start the weights of that trial; null where it failed or there is none
 * @param initialEpoch how many epochs were done before
 */
record Stage(boolean goesOn, @Nullable List<Tensor> start, int initialEpoch)
    implements Serializable {
  /** Trains, and returns the weights for a later trial. */
  List<Tensor> fit(Estimator<?> estimator, Tensor x, Tensor y) {
    if (!(estimator instanceof KerasEstimator<?> keras)) {
      throw new IllegalArgumentException(
          "a training goes on only with a KerasClassifier or a KerasRegressor, received "
              + estimator.getClass().getSimpleName());
    }
    if (start != null) {
      keras.startFrom(start, initialEpoch);
    } else if (goesOn) {
      throw new IllegalStateException("the trial that this one goes on from has failed");
    }
    keras.fit(x, y);
    // By order, since layers without a name get another one in each model.
    return List.copyOf(keras.model().weights().values());
  }
}
