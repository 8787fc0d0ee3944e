package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import java.util.List;

/**
 * Gradient descent divided by the root of the sum of all squared gradients so far.
 *
 * @param learningRate 0.001 by default
 * @param initialAccumulatorValue where the sums start, at least 0; 0.1 by default
 * @param epsilon keeps the divisor from 0; 1e-7 by default
 * @param options what all optimizers have
 * @see <a href="https://keras.io/api/optimizers/adagrad/">Keras: Adagrad</a>
 */
@Setters
public record Adagrad(
    LearningRateSchedule learningRate,
    double initialAccumulatorValue,
    double epsilon,
    OptimizerOptions options)
    implements Optimizer, AdagradSetters {
  /** Keras' defaults. */
  public static final Adagrad DEFAULTS =
      new Adagrad(new ConstantRate(0.001), 0.1, 1e-7, OptimizerOptions.DEFAULTS);

  private static final String ACCUMULATOR = "accumulator";

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
