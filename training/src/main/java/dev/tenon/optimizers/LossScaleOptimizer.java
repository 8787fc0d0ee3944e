package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Parameter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer around another one that scales the loss, so that gradients do not underflow in
 * float16.
 *
 * <p>The loss is multiplied by a scale, the gradients are divided by it. A step with a gradient
 * that is not finite changes no weight and halves the scale. After {@code dynamicGrowthSteps} steps
 * in a row with finite gradients the scale doubles. A model that is made under the policy {@code
 * mixed_float16} gets one by itself. For a scale that stays the same, set {@code lossScaleFactor}
 * in the options of any optimizer.
 *
 * @param innerOptimizer the rule; its own {@code lossScaleFactor} does not count
 * @param initialScale the scale of the first step; 32768 by default
 * @param dynamicGrowthSteps after how many steps with finite gradients the scale doubles; 2000 by
 *     default
 * @see <a href="https://keras.io/api/optimizers/loss_scale_optimizer/">Keras:
 *     LossScaleOptimizer</a>
 */
@Setters
public record LossScaleOptimizer(
    Optimizer innerOptimizer, double initialScale, long dynamicGrowthSteps)
    implements Optimizer, LossScaleOptimizerSetters {
  private static final double SCALE = 32768;
  private static final long GROWTH = 2000;

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
