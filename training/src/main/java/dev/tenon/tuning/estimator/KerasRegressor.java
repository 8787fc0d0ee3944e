package dev.tenon.tuning.estimator;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.scoring.Scores;
import java.util.Map;

/**
 * A Keras model that predicts numbers, as an estimator with the score R².
 *
 * @see <a href="https://adriangb.com/scikeras/stable/">SciKeras: KerasRegressor</a>
 */
public final class KerasRegressor extends KerasEstimator<KerasRegressor> {
  /**
   * Creates a regressor.
   *
   * @param function creates a compiled model
   * @param defaults a default for each hyperparameter of the function
   * @throws IllegalArgumentException if a default has the name of an argument of {@code fit}
   */
  public KerasRegressor(ModelFunction function, Map<String, ?> defaults) {
    super(function, defaults);
  }

  @Override
  KerasRegressor self() {
    return this;
  }

  @Override
  KerasRegressor copy(ModelFunction sameFunction, Map<String, ?> sameDefaults) {
    return new KerasRegressor(sameFunction, sameDefaults);
  }

  @Override
  Tensor targets(Model built, Tensor y) {
    return y.rank() == 1 ? y.expandDims(1) : y;
  }

  /** Returns the predictions; a vector for one number a sample. */
  @Override
  public Tensor predict(Tensor x) {
    Tensor outputs = outputs(x);
    return outputs.rank() == 2 && outputs.dim(1) == 1 ? outputs.reshape(-1) : outputs;
  }

  /** Returns the coefficient of determination R². */
  @Override
  public double score(Tensor x, Tensor y) {
    return Scores.r2Score(y, predict(x));
  }
}
