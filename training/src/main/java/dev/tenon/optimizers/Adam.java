package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Parameter;
import java.util.List;

/**
 * Gradient descent by the average of the gradients over the root of that of their squares.
 *
 * @param learningRate 0.001 by default
 * @param beta1 how much of the gradients' average stays in a step; 0.9 by default
 * @param beta2 how much of the squares' average stays in a step; 0.999 by default
 * @param epsilon keeps the divisor from 0; 1e-7 by default
 * @param amsgrad whether to divide by the largest average so far; false by default
 * @param lazy whether a step leaves rows of an embedding as they are, with their moments, that no
 *     sample has read; false by default. A step on a large table then takes a fraction of the time,
 *     but <b>the numbers are not those of Keras</b>, where such rows go on moving. It has no effect
 *     on weights that are read otherwise, and with weight decay, globalClipnorm, accumulated
 *     gradients, averages or constraints. Keras knows no such argument: it is not written into
 *     files
 * @param options what all optimizers have
 * @see <a href="https://keras.io/api/optimizers/adam/">Keras: Adam</a>
 */
@Setters
public record Adam(
    LearningRateSchedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    boolean amsgrad,
    boolean lazy,
    OptimizerOptions options)
    implements Optimizer, AdamSetters {
  /** Keras' defaults. */
  public static final Adam DEFAULTS =
      new Adam(new ConstantRate(0.001), 0.9, 0.999, 1e-7, false, false, OptimizerOptions.DEFAULTS);

  public Adam {
    OptimizerArguments.moments(beta1, beta2, epsilon);
    if (lazy && amsgrad) {
      throw new IllegalArgumentException("lazy and amsgrad cannot be set at the same time");
    }
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return rule().slots(weight);
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    rule().update(step, weight, gradient, MovingAverages.rate(step, weight));
  }

  private AdamRule rule() {
    return new AdamRule(beta1, beta2, epsilon, amsgrad, lazy);
  }
}
