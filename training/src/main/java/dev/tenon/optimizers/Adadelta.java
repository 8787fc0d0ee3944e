package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * The Adadelta optimizer, whose step size follows from running averages of squared gradients and
 * updates.
 *
 * <p>{@code a = rho a + (1 - rho) g²}, {@code d = sqrt(s + epsilon) / sqrt(a + epsilon) g}, {@code
 * s = rho s + (1 - rho) d²}, {@code w -= rate d}.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default; the paper has 1
 * @param rho the decay rate of both averages, from 0 to 1; 0.95 by default
 * @param epsilon a constant that keeps the quotient of the averages in bounds, at least 0; 1e-7 by
 *     default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/adadelta/">Keras: Adadelta</a>
 * @see <a href="https://arxiv.org/abs/1212.5701">Zeiler, 2012</a>
 */
@Setters
public record Adadelta(
    LearningRateSchedule learningRate, double rho, double epsilon, OptimizerOptions options)
    implements Optimizer, AdadeltaSetters {
  /** The optimizer with Keras' default arguments. */
  public static final Adadelta DEFAULTS =
      new Adadelta(new ConstantRate(0.001), 0.95, 1e-7, OptimizerOptions.DEFAULTS);

  private static final String GRADIENTS = "accumulated_grad";
  private static final String MOVES = "accumulated_delta_var";

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Adadelta {
    OptimizerArguments.between("rho", rho, 0, 1);
    OptimizerArguments.atLeast("epsilon", epsilon, 0);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return List.of(
        Slot.of(weight, GRADIENTS).formerly("accum_grad"),
        Slot.of(weight, MOVES).formerly("accum_var"));
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    Value gradients = MovingAverages.decay(step, weight, GRADIENTS, gradient.squares(), rho);
    Value lengths = ops.sqrt(ops.add(step.readSlot(weight, MOVES), epsilon));
    Value factor = ops.div(lengths, ops.sqrt(ops.add(gradients, epsilon)));
    Value squares = ops.mul(MovingAverages.square(ops, factor), gradient.squares());
    MovingAverages.decay(step, weight, MOVES, squares, rho);
    Value move = ops.mul(factor, gradient.whole());
    step.assign(
        weight, ops.sub(step.read(weight), ops.mul(move, MovingAverages.rate(step, weight))));
  }
}
