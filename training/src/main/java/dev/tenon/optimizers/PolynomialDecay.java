package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;

/**
 * A learning rate that falls to an end value along a polynomial.
 *
 * <p>{@code (initialLearningRate - endLearningRate) (1 - step / decaySteps)^power +
 * endLearningRate}.
 *
 * @param initialLearningRate the rate of the first step, at least 0
 * @param decaySteps the number of steps of the decay, more than 0
 * @param endLearningRate the rate at the end, at least 0; 0.0001 by default
 * @param power the degree of the polynomial, at least 0; 1 by default
 * @param cycle whether the decay continues beyond {@code decaySteps}, over the next multiple of it;
 *     false by default
 * @param name the name in files; {@code PolynomialDecay} by default
 * @see <a href="https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/">Keras:
 *     PolynomialDecay</a>
 */
@Setters(required = 2)
public record PolynomialDecay(
    double initialLearningRate,
    double decaySteps,
    double endLearningRate,
    double power,
    boolean cycle,
    String name)
    implements LearningRateSchedule, PolynomialDecaySetters {
  /** Keras' defaults behind the required arguments, which have the least values here. */
  static final PolynomialDecay DEFAULTS =
      new PolynomialDecay(0, 1, 0.0001, 1, false, "PolynomialDecay");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public PolynomialDecay {
    OptimizerArguments.atLeast("initialLearningRate", initialLearningRate, 0);
    OptimizerArguments.moreThan("decaySteps", decaySteps, 0);
    OptimizerArguments.atLeast("endLearningRate", endLearningRate, 0);
    OptimizerArguments.atLeast("power", power, 0);
  }

  @Override
  public Value rate(Ops ops, Value step) {
    Value done = step;
    Value stretch = ops.scalar(step, decaySteps);
    if (cycle) {
      Value rounds = ops.apply(new Unary.Ceil(), ops.div(step, decaySteps));
      stretch = ops.mul(stretch, ops.max(rounds, 1));
    } else {
      done = ops.min(step, stretch);
    }
    Value rest = ops.sub(1, ops.div(done, stretch));
    Value span = ops.sub(ops.scalar(step, initialLearningRate), endLearningRate);
    Value fallen = ops.mul(span, ops.pow(rest, ops.scalar(step, power)));
    return ops.add(fallen, endLearningRate);
  }
}
