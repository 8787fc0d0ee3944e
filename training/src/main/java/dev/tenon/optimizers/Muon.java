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
 * Momentum that is made orthogonal for matrices; Adam for everything else.
 *
 * @param learningRate 0.001 by default
 * @param adamBeta1 Adam's beta1; 0.9 by default
 * @param adamBeta2 Adam's beta2; 0.999 by default
 * @param adamWeightDecay the weight decay of weights that Adam updates, null for none; 0.004 by
 *     default
 * @param epsilon Adam's epsilon; 1e-7 by default
 * @param excludeLayers regular expressions: a weight with a match in its path is Adam's; none by
 *     default
 * @param excludeEmbeddings whether a weight with "embedding" in its path is Adam's; true by default
 * @param muonA coefficient of the iteration; 3.4445 by default
 * @param muonB coefficient of the iteration; -4.775 by default
 * @param muonC coefficient of the iteration; 2.0315 by default
 * @param adamLrRatio Adam's learning rate over the other one; 1 by default
 * @param momentum how much of the last move is made again; 0.95 by default
 * @param nsSteps the number of iterations that make a matrix orthogonal; 5 by default
 * @param nesterov whether the momentum is applied before the gradient is used; true by default
 * @param rmsRate the size of an update's elements, so that rates for Adam fit; null to leave it;
 *     0.2 by default
 * @param options what all optimizers have; a weight decay of 0.004 by default
 * @see <a href="https://keras.io/api/optimizers/muon/">Keras: Muon</a>
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
  /** Keras' defaults. */
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

  /** In Keras, this optimizer alone looks at a weight's own name, without those of its layers. */
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

  /** Newton and Schulz' iteration, which brings all singular values near to 1. */
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
