package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;

/**
 * A rate that falls to another along a polynomial.
 *
 * @param initialLearningRate the rate of the first step
 * @param decaySteps how many steps that takes, more than 0
 * @param endLearningRate the rate at the end; 0.0001 in Keras by default
 * @param power the degree; 1 in Keras by default
 * @param cycle whether it starts again at the end, over a stretch that is longer each time; false
 *     in Keras by default
 * @param name under which name it is saved
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
