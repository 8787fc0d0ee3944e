package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import java.util.List;

/**
 * The Adagrad optimizer, gradient descent divided by the root of the sum of all squared gradients.
 *
 * <p>{@code a += g²}, {@code w -= rate g / sqrt(a + epsilon)}.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default
 * @param initialAccumulatorValue the initial value of the sums, at least 0; 0.1 by default
 * @param epsilon a constant that keeps the divisor from 0, at least 0; 1e-7 by default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/adagrad/">Keras: Adagrad</a>
 * @see <a href="https://jmlr.org/papers/v12/duchi11a.html">Duchi et al., 2011</a>
 */
@Setters
public record Adagrad(
    LearningRateSchedule learningRate,
    double initialAccumulatorValue,
    double epsilon,
    OptimizerOptions options)
    implements Optimizer, AdagradSetters {
  /** The optimizer with Keras' default arguments. */
  public static final Adagrad DEFAULTS =
      new Adagrad(new ConstantRate(0.001), 0.1, 1e-7, OptimizerOptions.DEFAULTS);

  private static final String ACCUMULATOR = "accumulator";

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Adagrad {
    OptimizerArguments.atLeast("initialAccumulatorValue", initialAccumulatorValue, 0);
    OptimizerArguments.atLeast("epsilon", epsilon, 0);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return List.of(Slot.of(weight, ACCUMULATOR).filled(initialAccumulatorValue));
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    if (step.mayFuse(weight)) {
      step.fuse(
          new FusedUpdate.Adagrad(
              weight,
              gradient.values(),
              gradient.rows(),
              step.slot(weight, ACCUMULATOR),
              MovingAverages.rate(step, weight),
              ops.scalar(weight.dtype(), epsilon)));
      return;
    }
    Value sum = ops.add(step.readSlot(weight, ACCUMULATOR), gradient.squares());
    step.assignSlot(weight, ACCUMULATOR, sum);
    Value move =
        ops.div(
            ops.mul(gradient.whole(), MovingAverages.rate(step, weight)),
            ops.sqrt(ops.add(sum, epsilon)));
    step.assign(weight, ops.sub(step.read(weight), move));
  }
}
