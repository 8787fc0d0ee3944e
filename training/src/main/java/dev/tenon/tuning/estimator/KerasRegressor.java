package dev.tenon.tuning.estimator;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.scoring.Scores;
import java.util.Map;

/**
 * A Keras model that predicts numbers, as an estimator; its score is R².
 *
 * @see <a href="https://adriangb.com/scikeras/stable/">SciKeras: KerasRegressor</a>
 */
public final class KerasRegressor extends KerasEstimator<KerasRegressor> {
  /**
   * Describes a regressor.
   *
   * @param function makes a compiled model
   * @param defaults every hyperparameter that it asks for
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

  /** Returns the predictions; one number a sample is a vector. */
  @Override
  public Tensor predict(Tensor x) {
    Tensor outputs = outputs(x);
    return outputs.rank() == 2 && outputs.dim(1) == 1 ? outputs.reshape(-1) : outputs;
  }

  /** Returns the share of the targets' variance that the predictions explain: R². */
  @Override
  public double score(Tensor x, Tensor y) {
    return Scores.r2Score(y, predict(x));
  }
}
