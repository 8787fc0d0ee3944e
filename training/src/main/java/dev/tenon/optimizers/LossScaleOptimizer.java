package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Parameter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wrapper of an optimizer that scales the loss so that float16 gradients do not underflow.
 *
 * <p>The loss is multiplied by a scale and the gradients are divided by it. A step with a gradient
 * that is not finite changes no weight and halves the scale. After {@code dynamicGrowthSteps}
 * consecutive steps with finite gradients the scale doubles. A model built under the policy {@code
 * mixed_float16} gets this wrapper automatically. For a constant scale, set {@code lossScaleFactor}
 * in the options of any optimizer.
 *
 * @param innerOptimizer the wrapped optimizer, not a {@code LossScaleOptimizer}; its own {@code
 *     lossScaleFactor} is ignored
 * @param initialScale the scale of the first step, more than 0; 32768 by default
 * @param dynamicGrowthSteps the number of consecutive steps with finite gradients before the scale
 *     doubles, at least 1; 2000 by default
 * @see <a href="https://keras.io/api/optimizers/loss_scale_optimizer/">Keras:
 *     LossScaleOptimizer</a>
 */
@Setters
public record LossScaleOptimizer(
    Optimizer innerOptimizer, double initialScale, long dynamicGrowthSteps)
    implements Optimizer, LossScaleOptimizerSetters {
  private static final double SCALE = 32768;
  private static final long GROWTH = 2000;

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the wrapped optimizer scales the loss too or an argument is
   *     out of its range
   */
  public LossScaleOptimizer {
    if (innerOptimizer instanceof LossScaleOptimizer || innerOptimizer instanceof MultiOptimizer) {
      throw new IllegalArgumentException(
          "LossScaleOptimizer: innerOptimizer must be one rule that does not scale the loss itself,"
              + " received "
              + innerOptimizer.className());
    }
    OptimizerArguments.moreThan("initialScale", initialScale, 0);
    OptimizerArguments.atLeast("dynamicGrowthSteps", (double) dynamicGrowthSteps, 1);
  }

  /** Returns one with Keras' defaults around a rule. */
  static LossScaleOptimizer of(Optimizer inner) {
    return new LossScaleOptimizer(inner, SCALE, GROWTH);
  }

  @Override
  public LearningRateSchedule learningRate() {
    return innerOptimizer.learningRate();
  }

  @Override
  public OptimizerOptions options() {
    return innerOptimizer.options().lossScaleFactor(null);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return innerOptimizer.slots(weight);
  }

  @Override
  public Map<String, Double> shared() {
    return innerOptimizer.shared();
  }

  @Override
  public Map<String, Double> shared(long steps) {
    return innerOptimizer.shared(steps);
  }

  @Override
  public @Nullable Double weightDecay(Parameter weight) {
    return innerOptimizer.weightDecay(weight);
  }

  @Override
  public String nameForDecay(Parameter weight) {
    return innerOptimizer.nameForDecay(weight);
  }

  @Override
  public void begin(OptimizerStep step) {
    innerOptimizer.begin(step);
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    innerOptimizer.update(step, weight, gradient);
  }
}
