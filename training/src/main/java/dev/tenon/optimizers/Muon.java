package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Muon optimizer, which orthogonalizes the momentum of matrices and updates other weights by
 * Adam.
 *
 * <p>The update is {@code w -= rate rmsRate sqrt(max(rows, columns)) NS(m)}. {@code NS} applies
 * {@code x = muonA x + (muonB x xᵀ + muonC (x xᵀ)²) x}, the Newton-Schulz iteration, {@code
 * nsSteps} times.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default
 * @param adamBeta1 Adam's decay rate of the first moment, from 0 to less than 1; 0.9 by default
 * @param adamBeta2 Adam's decay rate of the second moment, from 0 to less than 1; 0.999 by default
 * @param adamWeightDecay the weight decay of weights that Adam updates, null for none; 0.004 by
 *     default
 * @param epsilon Adam's epsilon, at least 0; 1e-7 by default
 * @param excludeLayers regular expressions: Adam updates a weight with a match in its path; none by
 *     default
 * @param excludeEmbeddings whether Adam updates weights with "embedding" in their path; true by
 *     default
 * @param muonA the linear coefficient of the iteration; 3.4445 by default
 * @param muonB the cubic coefficient of the iteration; -4.775 by default
 * @param muonC the quintic coefficient of the iteration; 2.0315 by default
 * @param adamLrRatio Adam's learning rate over {@code learningRate}, at least 0; 1 by default
 * @param momentum the decay rate of the momentum, from 0 to 1; 0.95 by default
 * @param nsSteps the number of iterations, at least 0; 5 by default
 * @param nesterov whether to use Nesterov momentum; true by default
 * @param rmsRate the root mean square of an update's elements, which fits rates for Adam; null for
 *     no scaling; 0.2 by default
 * @param options the options of all optimizers; a weight decay of 0.004 by default
 * @see <a href="https://keras.io/api/optimizers/muon/">Keras: Muon</a>
 * @see <a href="https://arxiv.org/abs/2502.16982">Liu et al., 2025</a>
 */
@Setters
public record Muon(
    LearningRateSchedule learningRate,
    double adamBeta1,
    double adamBeta2,
    @Nullable Double adamWeightDecay,
    double epsilon,
    List<String> excludeLayers,
    boolean excludeEmbeddings,
    double muonA,
    double muonB,
    double muonC,
    double adamLrRatio,
    double momentum,
    long nsSteps,
    boolean nesterov,
    @Nullable Double rmsRate,
    OptimizerOptions options)
    implements Optimizer, MuonSetters {
  /** The optimizer with Keras' default arguments. */
  public static final Muon DEFAULTS =
      new Muon(
          new ConstantRate(0.001),
          0.9,
          0.999,
          0.004,
          1e-7,
          List.of(),
          true,
          3.4445,
          -4.7750,
          2.0315,
          1,
          0.95,
          5,
          true,
          0.2,
          OptimizerOptions.DEFAULTS.weightDecay(0.004));

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Muon {
    excludeLayers = List.copyOf(excludeLayers);
    OptimizerArguments.decayRate("adamBeta1", adamBeta1);
    OptimizerArguments.decayRate("adamBeta2", adamBeta2);
    OptimizerArguments.atLeast("adamWeightDecay", adamWeightDecay, 0);
    OptimizerArguments.atLeast("epsilon", epsilon, 0);
    OptimizerArguments.atLeast("adamLrRatio", adamLrRatio, 0);
    OptimizerArguments.between("momentum", momentum, 0, 1);
    OptimizerArguments.atLeast("nsSteps", (double) nsSteps, 0);
    OptimizerArguments.finite("muonA", muonA);
    OptimizerArguments.finite("muonB", muonB);
    OptimizerArguments.finite("muonC", muonC);
    OptimizerArguments.finite("rmsRate", rmsRate);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return isAdams(weight) ? AdamRule.pair(weight) : List.of(Slot.of(weight, AdamRule.MOMENTUM));
  }

  @Override
  public @Nullable Double weightDecay(Parameter weight) {
    return isAdams(weight) ? adamWeightDecay : options.weightDecay();
  }

  /**
   * Returns the weight's own name, without the names of its layers, which only Muon does in Keras.
   */
  @Override
  public String nameForDecay(Parameter weight) {
    return weight.name();
  }

  private boolean isAdams(Parameter weight) {
    return weight.shape().length != 2
        || (excludeEmbeddings && weight.path().toLowerCase(Locale.ROOT).contains("embedding"))
        || excludeLayers.stream().anyMatch(e -> Pattern.compile(e).matcher(weight.path()).find());
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    Value rate = MovingAverages.rate(step, weight);
    if (isAdams(weight)) {
      Value adams = step.once("muon/" + weight.dtype(), () -> ops.mul(rate, adamLrRatio));
      new AdamRule(adamBeta1, adamBeta2, epsilon, false, false)
          .update(step, weight, gradient, adams);
      return;
    }
    Value old = step.readSlot(weight, AdamRule.MOMENTUM);
    Value now = gradient.whole();
    Value slot = ops.add(old, ops.add(now, ops.mul(old, momentum - 1)));
    step.assignSlot(weight, AdamRule.MOMENTUM, slot);
    Value direction = nesterov ? ops.add(now, ops.mul(slot, momentum)) : slot;
    Value move = ops.mul(orthogonal(ops, direction, weight.shape()), rate);
    if (rmsRate != null) {
      double longer = Math.max(weight.shape()[0], weight.shape()[1]);
      move = ops.mul(ops.mul(move, Math.sqrt(longer)), rmsRate);
    }
    step.assign(weight, ops.sub(step.read(weight), move));
  }

  /** Applies the Newton-Schulz iteration, which moves all singular values near 1. */
  private Value orthogonal(Ops ops, Value matrix, long[] shape) {
    boolean tall = shape[0] > shape[1];
    Value x = tall ? ops.transpose(matrix, 1, 0) : matrix;
    Value norm = ops.sqrt(MovingAverages.sum(ops, MovingAverages.square(ops, x)));
    x = ops.div(x, ops.add(norm, 1e-7));
    for (int i = 0; i < nsSteps; i++) {
      Value square = ops.matMul(x, ops.transpose(x, 1, 0));
      Value fourth = ops.matMul(ops.mul(square, muonC), square);
      Value polynomial = ops.add(ops.mul(square, muonB), fourth);
      x = ops.add(ops.mul(x, muonA), ops.matMul(polynomial, x));
    }
    return tall ? ops.transpose(x, 1, 0) : x;
  }
}
