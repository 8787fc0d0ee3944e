package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * The LAMB optimizer for large batches, Adam whose update is scaled to the norm of the weight.
 *
 * <p>With Adam's bias-corrected moments {@code m} and {@code v}: {@code d = m / (sqrt(v) +
 * epsilon)}, {@code w -= rate (|w| / |d|) d}. The ratio is 1 where a norm is 0.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default
 * @param beta1 the decay rate of the first moment, from 0 to less than 1; 0.9 by default
 * @param beta2 the decay rate of the second moment, from 0 to less than 1; 0.999 by default
 * @param epsilon a constant that keeps the divisor from 0, at least 0; 1e-7 by default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/lamb/">Keras: Lamb</a>
 * @see <a href="https://arxiv.org/abs/1904.00962">You et al., 2019</a>
 */
@Setters
public record Lamb(
    LearningRateSchedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    OptimizerOptions options)
    implements Optimizer, LambSetters {
  /** The optimizer with Keras' default arguments. */
  public static final Lamb DEFAULTS =
      new Lamb(new ConstantRate(0.001), 0.9, 0.999, 1e-7, OptimizerOptions.DEFAULTS);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Lamb {
    OptimizerArguments.moments(beta1, beta2, epsilon);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return AdamRule.pair(weight);
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    Value power1 = MovingAverages.power(step, weight.dtype(), beta1);
    Value power2 = MovingAverages.power(step, weight.dtype(), beta2);
    Value momentum =
        MovingAverages.follow(step, weight, AdamRule.MOMENTUM, gradient.whole(), 1 - beta1);
    Value velocity =
        MovingAverages.follow(step, weight, AdamRule.VELOCITY, gradient.squares(), 1 - beta2);
    Value root = ops.add(ops.sqrt(ops.div(velocity, ops.sub(1, power2))), epsilon);
    Value direction = ops.div(ops.div(momentum, ops.sub(1, power1)), root);
    Value old = step.read(weight);
    Value size = norm(ops, old);
    Value length = norm(ops, direction);
    Value zero = ops.scalar(size, 0);
    Value both = ops.and(ops.greater(size, zero), ops.greater(length, zero));
    Value ratio = ops.where(both, ops.div(size, length), ops.scalar(size, 1));
    Value move = ops.mul(direction, ops.mul(ratio, MovingAverages.rate(step, weight)));
    step.assign(weight, ops.sub(old, move));
  }

  private static Value norm(Ops ops, Value x) {
    return ops.sqrt(MovingAverages.sum(ops, MovingAverages.square(ops, x)));
  }
}
