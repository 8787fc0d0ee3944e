package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Parameter;
import java.util.List;

/**
 * Adam with weight decay beside the gradient.
 *
 * @param learningRate 0.001 by default
 * @param beta1 how much of the gradients' average stays in a step; 0.9 by default
 * @param beta2 how much of the squares' average stays in a step; 0.999 by default
 * @param epsilon keeps the divisor from 0; 1e-7 by default
 * @param amsgrad whether to divide by the largest average so far; false by default
 * @param options what all optimizers have; the weight decay must be given, 0.004 by default
 * @see <a href="https://keras.io/api/optimizers/adamw/">Keras: AdamW</a>
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
  /** Keras' defaults. */
  public static final AdamW DEFAULTS =
      new AdamW(
          new ConstantRate(0.001),
          0.9,
          0.999,
          1e-7,
          false,
          OptimizerOptions.DEFAULTS.weightDecay(0.004));

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
