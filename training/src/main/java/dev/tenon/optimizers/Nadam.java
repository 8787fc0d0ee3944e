package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import java.util.List;
import java.util.Map;

/**
 * The Nadam optimizer, Adam with Nesterov momentum whose strength grows with the steps.
 *
 * <p>In step {@code t} the strength is {@code u(t) = beta1 (1 - 0.96^t / 2)}. {@code m' = u(t + 1)
 * m / (1 - u(1) … u(t + 1)) + (1 - u(t)) g / (1 - u(1) … u(t))}, {@code w -= rate m' / (sqrt(v / (1
 * - beta2^t)) + epsilon)}.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default
 * @param beta1 the decay rate of the first moment, from 0 to less than 1; 0.9 by default
 * @param beta2 the decay rate of the second moment, from 0 to less than 1; 0.999 by default
 * @param epsilon a constant that keeps the divisor from 0, at least 0; 1e-7 by default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/Nadam/">Keras: Nadam</a>
 * @see <a href="http://cs229.stanford.edu/proj2015/054_report.pdf">Dozat, 2015</a>
 */
@Setters
public record Nadam(
    LearningRateSchedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    OptimizerOptions options)
    implements Optimizer, NadamSetters {
  /** The optimizer with Keras' default arguments. */
  public static final Nadam DEFAULTS =
      new Nadam(new ConstantRate(0.001), 0.9, 0.999, 1e-7, OptimizerOptions.DEFAULTS);

  /** The variable that holds the product of the momentum's strengths so far. */
  private static final String PRODUCT = "u_product";

  private static final double GROWTH = 0.96;

  /** After so many steps a strength is beta1 to the last bit. */
  private static final long GROWN = 1000;

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Nadam {
    OptimizerArguments.moments(beta1, beta2, epsilon);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return AdamRule.pair(weight);
  }

  @Override
  public Map<String, Double> shared() {
    return shared(0);
  }

  @Override
  public Map<String, Double> shared(long steps) {
    double product = 1;
    long grown = Math.min(steps, GROWN);
    for (long i = 1; i <= grown; i++) {
      product *= beta1 * (1 - 0.5 * Math.pow(GROWTH, (double) i));
    }
    return Map.of(PRODUCT, product * Math.pow(beta1, (double) (steps - grown)));
  }

  @Override
  public void begin(OptimizerStep step) {
    Ops ops = step.ops();
    Value product = step.readShared(PRODUCT);
    Value now = ops.cast(step.number(), product.dtype());
    Value strength = ops.sub(1, ops.mul(ops.pow(ops.scalar(product, GROWTH), now), 0.5));
    step.assignShared(PRODUCT, ops.mul(ops.mul(product, beta1), strength));
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    DType dtype = weight.dtype();
    Value now = strength(step, dtype, 0);
    Value next = strength(step, dtype, 1);
    Value product = ops.cast(step.readShared(PRODUCT), dtype);
    Value power2 = MovingAverages.power(step, dtype, beta2);
    // Keras takes both betas in the weight's type first, which shows in the last digits of 1 -
    // beta.
    Value share1 = ops.sub(1, ops.scalar(dtype, beta1));
    Value share2 = ops.sub(1, ops.scalar(dtype, beta2));
    Value momentum =
        MovingAverages.follow(step, weight, AdamRule.MOMENTUM, gradient.whole(), share1);
    Value velocity =
        MovingAverages.follow(step, weight, AdamRule.VELOCITY, gradient.squares(), share2);
    Value ahead = ops.div(ops.mul(momentum, next), ops.sub(1, ops.mul(product, next)));
    Value here = ops.div(ops.mul(gradient.whole(), ops.sub(1, now)), ops.sub(1, product));
    Value root = ops.sqrt(ops.div(velocity, ops.sub(1, power2)));
    Value move =
        ops.div(
            ops.mul(ops.add(ahead, here), MovingAverages.rate(step, weight)),
            ops.add(root, epsilon));
    step.assign(weight, ops.sub(step.read(weight), move));
  }

  /** Returns the momentum's strength in this step or a later one. */
  private Value strength(OptimizerStep step, DType dtype, int later) {
    Ops ops = step.ops();
    return step.once(
        "nadam/" + later + "/" + dtype,
        () -> {
          Value number = ops.add(MovingAverages.number(step, dtype), later);
          Value power = ops.pow(ops.scalar(dtype, GROWTH), number);
          return ops.mul(ops.sub(1, ops.mul(power, 0.5)), beta1);
        });
  }
}
