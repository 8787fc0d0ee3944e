package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Parameter;
import java.util.List;

/**
 * The AdamW optimizer, Adam with decoupled weight decay.
 *
 * <p>Each step first does {@code w -= rate weightDecay w}, then {@link Adam}'s update.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default
 * @param beta1 the decay rate of the first moment, from 0 to less than 1; 0.9 by default
 * @param beta2 the decay rate of the second moment, from 0 to less than 1; 0.999 by default
 * @param epsilon a constant that keeps the divisor from 0, at least 0; 1e-7 by default
 * @param amsgrad whether the divisor is the largest second moment so far; false by default
 * @param options the options of all optimizers; the weight decay must not be null and is 0.004 by
 *     default
 * @see <a href="https://keras.io/api/optimizers/adamw/">Keras: AdamW</a>
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, 2019</a>
 */
@Setters(positional = 1)
public record AdamW(
    LearningRateSchedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    boolean amsgrad,
    OptimizerOptions options)
    implements Optimizer, AdamWSetters {
  /** The optimizer with Keras' default arguments. */
  public static final AdamW DEFAULTS =
      new AdamW(
          new ConstantRate(0.001),
          0.9,
          0.999,
          1e-7,
          false,
          OptimizerOptions.DEFAULTS.weightDecay(0.004));

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range or the weight decay is null
   */
  public AdamW {
    OptimizerArguments.moments(beta1, beta2, epsilon);
    if (options.weightDecay() == null) {
      throw new IllegalArgumentException(
          "AdamW needs a weightDecay in its options, received none; Adam is the same without");
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
    return new AdamRule(beta1, beta2, epsilon, amsgrad, false);
  }
}
