package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * Adam with the largest gradient, fading with time, in place of the root of the squares' average.
 *
 * @param learningRate 0.001 by default
 * @param beta1 how much of the gradients' average stays in a step; 0.9 by default
 * @param beta2 how much of the largest gradient stays in a step; 0.999 by default
 * @param epsilon keeps the divisor from 0; 1e-7 by default
 * @param options what all optimizers have
 * @see <a href="https://keras.io/api/optimizers/adamax/">Keras: Adamax</a>
 */
@Setters
public record Adamax(
    LearningRateSchedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    OptimizerOptions options)
    implements Optimizer, AdamaxSetters {
  /** Keras' defaults. */
  public static final Adamax DEFAULTS =
      new Adamax(new ConstantRate(0.001), 0.9, 0.999, 1e-7, OptimizerOptions.DEFAULTS);

  private static final String MOMENTUM = "momentum";
  private static final String NORM = "norm";

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
