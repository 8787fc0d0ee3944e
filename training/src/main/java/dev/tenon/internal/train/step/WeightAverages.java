package dev.tenon.internal.train.step;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** The moving averages of the weights that an optimizer keeps with {@code useEma}. */
final class WeightAverages {
  private final OptimizerStepGraph step;
  private final OptimizerVariables variables;
  private final Value updatesDone;
  private final Ops ops;

  /**
   * Prepares.
   *
   * @param updatesDone how many updates went before, an int64 scalar
   */
  WeightAverages(OptimizerStepGraph step, OptimizerVariables variables, Value updatesDone) {
    this.step = step;
    this.variables = variables;
    this.updatesDone = updatesDone;
    this.ops = step.ops();
  }

  /** Writes how the averages follow the weights, and how weights become their averages. */
  void write(OptimizerOptions options, List<Parameter> weights) {
    Long frequency = options.emaOverwriteFrequency();
    for (Parameter weight : weights) {
      Value share = share(weight.dtype(), options.emaMomentum());
      Value now = step.get(weight);
      Value old = step.get(variables.average(weight));
      Value average = ops.add(ops.mul(share, old), ops.mul(ops.sub(1, share), now));
      step.set(variables.average(weight), average);
      if (frequency != null) {
        step.set(weight, ops.where(overwrites(frequency), average, now));
      }
    }
  }

  /** Returns the old average's share in the new one: none in the first update. */
  private Value share(DType dtype, double momentum) {
    return step.once(
        "ema/" + dtype,
        () -> {
          Value later = ops.not(ops.equal(updatesDone, whole(0)));
          return ops.mul(ops.cast(later, dtype), momentum);
        });
  }

  private Value overwrites(long frequency) {
    return step.once(
        "overwrites",
        () -> {
          Value next = ops.add(updatesDone, whole(1));
          return ops.equal(ops.apply(new Binary.Mod(0), next, whole(frequency)), whole(0));
        });
  }

  private Value whole(long number) {
    return ops.constant(Tensor.scalar(DType.INT64, number));
  }
}
