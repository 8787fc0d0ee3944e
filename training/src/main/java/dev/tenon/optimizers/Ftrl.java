package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * The FTRL-Proximal optimizer ("follow the regularized leader"), which makes weights sparse by an
 * L1 penalty in its rule.
 *
 * <p>With {@code p = -learningRatePower} and {@code g' = g + 2 l2Shrinkage w}: {@code a' = a + g²},
 * {@code z += g' - (a'^p - a^p) / rate w}, {@code w = (clip(z, -l1, l1) - z) / (a'^p / rate + 2 l2
 * + beta / rate)}.
 *
 * @param learningRate the learning rate or its schedule, more than 0; 0.001 by default
 * @param learningRatePower the power of the accumulated squares in the rate, at most 0; -0.5 by
 *     default
 * @param initialAccumulatorValue the initial value of the sums of squares, at least 0; 0.1 by
 *     default
 * @param l1RegularizationStrength the factor of the L1 penalty, at least 0; 0 by default
 * @param l2RegularizationStrength the factor of the L2 penalty, at least 0; 0 by default
 * @param l2ShrinkageRegularizationStrength the factor of an L2 penalty that is added to the
 *     gradient only, at least 0; 0 by default
 * @param beta the beta of the paper, at least 0; 0 by default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/ftrl/">Keras: Ftrl</a>
 * @see <a href="https://research.google.com/pubs/archive/41159.pdf">McMahan et al., 2013</a>
 */
@Setters
public record Ftrl(
    LearningRateSchedule learningRate,
    double learningRatePower,
    double initialAccumulatorValue,
    double l1RegularizationStrength,
    double l2RegularizationStrength,
    double l2ShrinkageRegularizationStrength,
    double beta,
    OptimizerOptions options)
    implements Optimizer, FtrlSetters {
  /** The optimizer with Keras' default arguments. */
  public static final Ftrl DEFAULTS =
      new Ftrl(new ConstantRate(0.001), -0.5, 0.1, 0, 0, 0, 0, OptimizerOptions.DEFAULTS);

  private static final String ACCUMULATOR = "accumulator";
  private static final String LINEAR = "linear";

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Ftrl {
    OptimizerArguments.atMost("learningRatePower", learningRatePower, 0);
    OptimizerArguments.atLeast("initialAccumulatorValue", initialAccumulatorValue, 0);
    OptimizerArguments.atLeast("l1RegularizationStrength", l1RegularizationStrength, 0);
    OptimizerArguments.atLeast("l2RegularizationStrength", l2RegularizationStrength, 0);
    OptimizerArguments.atLeast(
        "l2ShrinkageRegularizationStrength", l2ShrinkageRegularizationStrength, 0);
    OptimizerArguments.atLeast("beta", beta, 0);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return List.of(
        Slot.of(weight, ACCUMULATOR).filled(initialAccumulatorValue), Slot.of(weight, LINEAR));
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    Value rate = MovingAverages.rate(step, weight);
    Value old = step.read(weight);
    Value shrunk = ops.add(gradient.whole(), ops.mul(old, 2 * l2ShrinkageRegularizationStrength));
    Value before = step.readSlot(weight, ACCUMULATOR);
    Value after = ops.add(before, gradient.squares());
    Value power = ops.scalar(weight.dtype(), -learningRatePower);
    Value now = ops.pow(after, power);
    Value sigma = ops.div(ops.sub(now, ops.pow(before, power)), rate);
    Value linear = ops.add(step.readSlot(weight, LINEAR), ops.sub(shrunk, ops.mul(sigma, old)));
    Value l2 = ops.add(ops.div(ops.scalar(rate, beta), ops.mul(rate, 2)), l2RegularizationStrength);
    Value quadratic = ops.add(ops.div(now, rate), ops.mul(l2, 2));
    Value clipped = ops.clip(linear, -l1RegularizationStrength, l1RegularizationStrength);
    step.assignSlot(weight, ACCUMULATOR, after);
    step.assignSlot(weight, LINEAR, linear);
    step.assign(weight, ops.div(ops.sub(clipped, linear), quadratic));
  }
}
