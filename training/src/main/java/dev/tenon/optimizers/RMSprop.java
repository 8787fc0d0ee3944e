package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The RMSprop optimizer, gradient descent divided by the root of a running average of squared
 * gradients.
 *
 * <p>{@code v = rho v + (1 - rho) g²}, {@code d = rate g / sqrt(v + epsilon)}, {@code m = momentum
 * m + d}, {@code w -= m}. The centered form has {@code v - a²} for {@code v}, with the average
 * gradient {@code a}.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default
 * @param rho the decay rate of the averages, from 0 to 1; 0.9 by default
 * @param momentum the share of the last update in the next one, from 0 to 1; 0 by default
 * @param epsilon a constant that keeps the divisor from 0, at least 0; 1e-7 by default
 * @param centered whether to divide by the gradients' variance instead of their mean square; false
 *     by default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/rmsprop/">Keras: RMSprop</a>
 * @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Hinton,
 *     2012</a>
 */
@Setters
public record RMSprop(
    LearningRateSchedule learningRate,
    double rho,
    double momentum,
    double epsilon,
    boolean centered,
    OptimizerOptions options)
    implements Optimizer, RMSpropSetters {
  /** The optimizer with Keras' default arguments. */
  public static final RMSprop DEFAULTS =
      new RMSprop(new ConstantRate(0.001), 0.9, 0, 1e-7, false, OptimizerOptions.DEFAULTS);

  private static final String VELOCITY = "velocity";
  private static final String MOMENTUM = "momentum";
  private static final String AVERAGE = "average_gradient";

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public RMSprop {
    OptimizerArguments.between("rho", rho, 0, 1);
    OptimizerArguments.between("momentum", momentum, 0, 1);
    OptimizerArguments.atLeast("epsilon", epsilon, 0);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    List<Slot> slots = new ArrayList<>();
    slots.add(Slot.of(weight, VELOCITY).formerly("rms"));
    if (momentum > 0) {
      slots.add(Slot.of(weight, MOMENTUM).inRound(1));
    }
    if (centered) {
      slots.add(Slot.of(weight, AVERAGE).formerly("mg").inRound(2));
    }
    return slots;
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    Value whole = gradient.whole();
    // Keras on TensorFlow stops at the root of a negative number where a row of a table was read
    // several times: the square of the sum may exceed the sum of the squares.
    Value square = centered ? MovingAverages.square(ops, whole) : gradient.squares();
    Value squares = MovingAverages.decay(step, weight, VELOCITY, square, rho);
    if (centered) {
      Value average = MovingAverages.decay(step, weight, AVERAGE, whole, rho);
      squares = ops.sub(squares, MovingAverages.square(ops, average));
    }
    Value move =
        ops.div(
            ops.mul(whole, MovingAverages.rate(step, weight)), ops.sqrt(ops.add(squares, epsilon)));
    if (momentum > 0) {
      move = ops.add(ops.mul(step.readSlot(weight, MOMENTUM), momentum), move);
      step.assignSlot(weight, MOMENTUM, move);
    }
    step.assign(weight, ops.sub(step.read(weight), move));
  }
}
