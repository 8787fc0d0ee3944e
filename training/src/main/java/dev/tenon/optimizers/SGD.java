package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import java.util.List;

/**
 * Gradient descent, with momentum where it is more than 0.
 *
 * @param learningRate 0.01 by default
 * @param momentum between 0 and 1; 0 by default
 * @param nesterov whether the momentum is applied before the gradient is used; false by default
 * @param options what all optimizers have
 * @see <a href="https://keras.io/api/optimizers/sgd/">Keras: SGD</a>
 */
@Setters
public record SGD(
    LearningRateSchedule learningRate, double momentum, boolean nesterov, OptimizerOptions options)
    implements Optimizer, SGDSetters {
  /** Keras' defaults. */
  public static final SGD DEFAULTS =
      new SGD(new ConstantRate(0.01), 0, false, OptimizerOptions.DEFAULTS);

  public SGD {
    OptimizerArguments.between("momentum", momentum, 0, 1);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return momentum == 0 ? List.of() : List.of(Slot.of(weight, "momentum"));
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    Value rate = ops.cast(step.learningRate(), weight.dtype());
    if (step.mayFuse(weight)) {
      step.fuse(
          momentum == 0
              ? new FusedUpdate.GradientDescent(weight, gradient.values(), gradient.rows(), rate)
              : new FusedUpdate.Momentum(
                  weight,
                  gradient.whole(),
                  step.slot(weight, "momentum"),
                  rate,
                  ops.scalar(weight.dtype(), momentum),
                  nesterov));
      return;
    }
    Value move = ops.mul(gradient.whole(), rate);
    if (momentum == 0) {
      step.assign(weight, ops.sub(step.read(weight), move));
      return;
    }
    Value slot = ops.sub(ops.mul(step.readSlot(weight, "momentum"), momentum), move);
    step.assignSlot(weight, "momentum", slot);
    Value change = nesterov ? ops.sub(ops.mul(slot, momentum), move) : slot;
    step.assign(weight, ops.add(step.read(weight), change));
  }
}
