package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * The Lion optimizer, whose update has the sign of an average of gradients and a constant
 * magnitude.
 *
 * <p>{@code w -= rate sign(beta1 m + (1 - beta1) g)}, {@code m = beta2 m + (1 - beta2) g}.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default
 * @param beta1 the share of the average in the direction, more than 0 and at most 1; 0.9 by default
 * @param beta2 the decay rate of the average, from 0 to 1; 0.99 by default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/lion/">Keras: Lion</a>
 * @see <a href="https://arxiv.org/abs/2302.06675">Chen et al., 2023</a>
 */
@Setters
public record Lion(
    LearningRateSchedule learningRate, double beta1, double beta2, OptimizerOptions options)
    implements Optimizer, LionSetters {
  /** The optimizer with Keras' default arguments. */
  public static final Lion DEFAULTS =
      new Lion(new ConstantRate(0.001), 0.9, 0.99, OptimizerOptions.DEFAULTS);

  private static final String MOMENTUM = "momentum";

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Lion {
    OptimizerArguments.moreThan("beta1", beta1, 0);
    OptimizerArguments.atMost("beta1", beta1, 1);
    OptimizerArguments.between("beta2", beta2, 0, 1);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return List.of(Slot.of(weight, MOMENTUM));
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    Value momentum = step.readSlot(weight, MOMENTUM);
    Value now = gradient.whole();
    Value direction = MovingAverages.sign(ops, mix(ops, momentum, now, beta1));
    step.assign(
        weight, ops.sub(step.read(weight), ops.mul(direction, MovingAverages.rate(step, weight))));
    step.assignSlot(weight, MOMENTUM, mix(ops, momentum, now, beta2));
  }

  /** Keras takes beta in the weight's type first, which shows in the last digits of 1 - beta. */
  private static Value mix(Ops ops, Value old, Value now, double beta) {
    Value share = ops.scalar(old, beta);
    return ops.add(ops.mul(old, share), ops.mul(now, ops.sub(1, share)));
  }
}
