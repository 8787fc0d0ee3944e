package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * The Adamax optimizer, Adam with the infinity norm in place of the second moment.
 *
 * <p>{@code m = beta1 m + (1 - beta1) g}, {@code u = max(beta2 u, |g|)}, {@code w -= rate m / ((1 -
 * beta1^t) (u + epsilon))}.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default
 * @param beta1 the decay rate of the first moment, from 0 to less than 1; 0.9 by default
 * @param beta2 the decay rate of the infinity norm, from 0 to 1; 0.999 by default
 * @param epsilon a constant that keeps the divisor from 0, at least 0; 1e-7 by default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/adamax/">Keras: Adamax</a>
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, 2014</a>
 */
@Setters
public record Adamax(
    LearningRateSchedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    OptimizerOptions options)
    implements Optimizer, AdamaxSetters {
  /** The optimizer with Keras' default arguments. */
  public static final Adamax DEFAULTS =
      new Adamax(new ConstantRate(0.001), 0.9, 0.999, 1e-7, OptimizerOptions.DEFAULTS);

  private static final String MOMENTUM = "momentum";
  private static final String NORM = "norm";

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Adamax {
    OptimizerArguments.decayRate("beta1", beta1);
    OptimizerArguments.between("beta2", beta2, 0, 1);
    OptimizerArguments.atLeast("epsilon", epsilon, 0);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return List.of(Slot.of(weight, MOMENTUM).formerly("m"), Slot.of(weight, NORM).formerly("v"));
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    Value power = MovingAverages.power(step, weight.dtype(), beta1);
    Value momentum = MovingAverages.follow(step, weight, MOMENTUM, gradient.whole(), 1 - beta1);
    Value norm = ops.max(ops.mul(step.readSlot(weight, NORM), beta2), gradient.magnitudes());
    step.assignSlot(weight, NORM, norm);
    Value move =
        ops.div(
            ops.mul(momentum, MovingAverages.rate(step, weight)),
            ops.mul(ops.add(norm, epsilon), ops.sub(1, power)));
    step.assign(weight, ops.sub(step.read(weight), move));
  }
}
