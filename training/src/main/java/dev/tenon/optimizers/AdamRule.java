package dev.tenon.optimizers;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Adam's rule, which several optimizers follow. */
record AdamRule(double beta1, double beta2, double epsilon, boolean amsgrad, boolean lazy) {
  static final String MOMENTUM = "momentum";
  static final String VELOCITY = "velocity";
  private static final String LARGEST = "velocity_hat";

  AdamRule {
    OptimizerArguments.moments(beta1, beta2, epsilon);
  }

  List<Slot> slots(Parameter weight) {
    List<Slot> slots = new ArrayList<>(pair(weight));
    if (amsgrad) {
      slots.add(Slot.of(weight, LARGEST).formerly("vhat").inRound(1));
    }
    return slots;
  }

  /** Returns the slots of the first and the second moment. */
  static List<Slot> pair(Parameter weight) {
    return List.of(
        Slot.of(weight, MOMENTUM).formerly("m"), Slot.of(weight, VELOCITY).formerly("v"));
  }

  /**
   * Updates a weight.
   *
   * @param rate the learning rate in the weight's element type
   */
  void update(OptimizerStep step, Parameter weight, WeightGradient gradient, Value rate) {
    Ops ops = step.ops();
    DType dtype = weight.dtype();
    Value power1 = MovingAverages.power(step, dtype, beta1);
    Value power2 = MovingAverages.power(step, dtype, beta2);
    if (!amsgrad && step.mayFuse(weight)) {
      step.fuse(
          new FusedUpdate.Adam(
              weight,
              gradient.values(),
              gradient.rows(),
              step.slot(weight, MOMENTUM),
              step.slot(weight, VELOCITY),
              rate,
              ops.scalar(dtype, beta1),
              ops.scalar(dtype, beta2),
              power1,
              power2,
              ops.scalar(dtype, epsilon),
              lazy));
      return;
    }
    Value alpha =
        step.once(
            "adam/" + dtype,
            () -> ops.div(ops.mul(rate, ops.sqrt(ops.sub(1, power2))), ops.sub(1, power1)));
    Value momentum = MovingAverages.follow(step, weight, MOMENTUM, gradient.whole(), 1 - beta1);
    Value velocity = MovingAverages.follow(step, weight, VELOCITY, gradient.squares(), 1 - beta2);
    if (amsgrad) {
      velocity = ops.max(step.readSlot(weight, LARGEST), velocity);
      step.assignSlot(weight, LARGEST, velocity);
    }
    Value move = ops.div(ops.mul(momentum, alpha), ops.add(ops.sqrt(velocity), epsilon));
    step.assign(weight, ops.sub(step.read(weight), move));
  }
}
