package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Parameter;
import java.util.List;

/**
 * The Adam optimizer, gradient descent with adaptive estimates of the first and second moment.
 *
 * <p>{@code m = beta1 m + (1 - beta1) g}, {@code v = beta2 v + (1 - beta2) g²}, {@code w -= rate
 * sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)}.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default
 * @param beta1 the decay rate of the first moment, from 0 to less than 1; 0.9 by default
 * @param beta2 the decay rate of the second moment, from 0 to less than 1; 0.999 by default
 * @param epsilon a constant that keeps the divisor from 0, at least 0; 1e-7 by default
 * @param amsgrad whether the divisor is the largest second moment so far; false by default. It
 *     cannot be set together with {@code lazy}
 * @param lazy whether a step leaves rows of an embedding unchanged that no sample has read, with
 *     their moments; false by default. A step on a large table then takes a fraction of the time.
 *     <b>The numbers then differ from Keras'</b>, where such rows go on moving. The option has no
 *     effect on weights with other uses, nor with weight decay, globalClipnorm, gradient
 *     accumulation, moving averages or constraints. Keras has no such argument, so files do not
 *     contain it
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/adam/">Keras: Adam</a>
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, 2014</a>
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
  /** The optimizer with Keras' default arguments. */
  public static final Adam DEFAULTS =
      new Adam(new ConstantRate(0.001), 0.9, 0.999, 1e-7, false, false, OptimizerOptions.DEFAULTS);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range, or {@code lazy} and {@code
   *     amsgrad} are both set
   */
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
