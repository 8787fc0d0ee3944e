package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * The schedule-free AdamW optimizer, whose weights interpolate between a fast sequence and its
 * average.
 *
 * <p>With step {@code t} from 1, rate {@code r} and gradient {@code g}:
 *
 * <pre>{@code
 * v = beta2 v + (1 - beta2) g²
 * z' = z - r g / (sqrt(v / (1 - beta2^t)) + epsilon)
 * x = (y - (1 - beta1) z') / beta1
 * x' = (1 - 1/t) x + z'/t
 * y' = (1 - beta1) z' + beta1 x'
 * }</pre>
 *
 * <p>{@code y} is the weight, {@code z} the slot {@code momentum}, which starts as the weight. The
 * paper has {@code z} in the third line; Keras on TensorFlow reads the variable after its change.
 *
 * @param learningRate the learning rate or its schedule; 0.0025 by default
 * @param beta1 the share of the average in the weights, more than 0 and less than 1; 0.9 by default
 * @param beta2 the decay rate of the second moment, from 0 to less than 1; 0.999 by default
 * @param epsilon a constant that keeps the divisor from 0, at least 0; 1e-8 by default
 * @param warmupSteps the number of steps over which the rate rises from 0, at least 0; 0 by default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/">Keras: optimizers</a>
 * @see <a href="https://arxiv.org/abs/2405.15682">Defazio et al., 2024: The Road Less Scheduled</a>
 */
@Setters
public record ScheduleFreeAdamW(
    LearningRateSchedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    long warmupSteps,
    OptimizerOptions options)
    implements Optimizer, ScheduleFreeAdamWSetters {
  /** The optimizer with Keras' default arguments. */
  public static final ScheduleFreeAdamW DEFAULTS =
      new ScheduleFreeAdamW(
          new ConstantRate(0.0025), 0.9, 0.999, 1e-8, 0, OptimizerOptions.DEFAULTS);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public ScheduleFreeAdamW {
    OptimizerArguments.moments(beta1, beta2, epsilon);
    OptimizerArguments.moreThan("beta1", beta1, 0);
    OptimizerArguments.atLeast("warmupSteps", (double) warmupSteps, 0);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return List.of(Slot.of(weight, AdamRule.MOMENTUM).copied(), Slot.of(weight, AdamRule.VELOCITY));
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    DType dtype = weight.dtype();
    Value number = MovingAverages.number(step, dtype);
    Value rate = MovingAverages.rate(step, weight);
    if (warmupSteps > 0) {
      rate = ops.mul(rate, ops.min(ops.div(number, (double) warmupSteps), 1));
    }
    // Keras rounds the betas before it takes them from 1.
    Value rest1 = ops.sub(1, ops.scalar(dtype, beta1));
    Value rest2 = ops.sub(1, ops.scalar(dtype, beta2));
    Value velocity =
        MovingAverages.follow(step, weight, AdamRule.VELOCITY, gradient.squares(), rest2);
    Value correction = ops.sub(1, MovingAverages.power(step, dtype, beta2));
    Value divisor = ops.add(ops.sqrt(ops.div(velocity, correction)), epsilon);
    Value fast = step.readSlot(weight, AdamRule.MOMENTUM);
    Value next = ops.sub(fast, ops.div(ops.mul(rate, gradient.whole()), divisor));
    step.assignSlot(weight, AdamRule.MOMENTUM, next);
    Value average = ops.div(ops.sub(step.read(weight), ops.mul(next, rest1)), beta1);
    Value share = ops.div(ops.scalar(dtype, 1), number);
    Value averaged = ops.add(ops.mul(ops.sub(1, share), average), ops.mul(share, next));
    step.assign(weight, ops.add(ops.mul(next, rest1), ops.mul(averaged, beta1)));
  }
}
