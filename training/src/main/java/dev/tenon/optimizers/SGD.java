package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import java.util.List;

/**
 * The gradient descent optimizer, with optional momentum.
 *
 * <p>Without momentum {@code w -= rate g}. With momentum {@code v = momentum v - rate g} and {@code
 * w += v}; Nesterov's form is {@code w += momentum v - rate g}.
 *
 * @param learningRate the learning rate or its schedule; 0.01 by default
 * @param momentum the share of the last update in the next one, from 0 to 1; 0 by default
 * @param nesterov whether to use Nesterov momentum; false by default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/sgd/">Keras: SGD</a>
 */
@Setters
public record SGD(
    LearningRateSchedule learningRate, double momentum, boolean nesterov, OptimizerOptions options)
    implements Optimizer, SGDSetters {
  /** The optimizer with Keras' default arguments. */
  public static final SGD DEFAULTS =
      new SGD(new ConstantRate(0.01), 0, false, OptimizerOptions.DEFAULTS);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
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
