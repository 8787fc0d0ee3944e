package dev.tenon.runtime.tensorflow.training;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.graph.OpCall;
import dev.tenon.runtime.tensorflow.graph.RowReads;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/** Writes an optimizer's update of one variable as TensorFlow's own kernel for it. */
final class FusedUpdates {
  /** Variables of no more bytes than this are updated in a moment by every kernel. */
  private static final long SMALLEST = 1 << 10;

  /** Variables of more bytes than this are worth several threads. */
  private static final long SMALL = 1 << 16;

  private final Tf tf;
  private final Variables variables;
  private final StepReads reads;
  private final Emitter step;
  private final RowReads rows;

  FusedUpdates(Tf tf, Variables variables, StepReads reads, Emitter step, RowReads rows) {
    this.tf = tf;
    this.variables = variables;
    this.reads = reads;
    this.step = step;
    this.rows = rows;
  }

  List<Operation> write(FusedUpdate update) {
    String outer = tf.scope("update/" + update.parameter().path());
    Variables.Variable variable = variables.of(update.parameter());
    try {
      // Everything sees the variable as it was before the step.
      if (update instanceof FusedUpdate.Adagrad adagrad) {
        return adagrad(adagrad, variable);
      }
      OpCall kernel =
          update instanceof FusedUpdate.Adam adam && isSmall(update.parameter())
              ? smallAdam(adam, variable)
              : kernel(update, variable);
      return List.of(kernel.after(rows.before(update.parameter())).build());
    } finally {
      tf.scope(outer);
    }
  }

  /** Returns what an update changes: the parameter and what the optimizer keeps beside it. */
  static List<Parameter> changed(FusedUpdate update) {
    if (update instanceof FusedUpdate.Momentum momentum) {
      return List.of(momentum.parameter(), momentum.accumulator());
    }
    if (update instanceof FusedUpdate.Adagrad adagrad) {
      return List.of(adagrad.parameter(), adagrad.accumulator());
    }
    return update instanceof FusedUpdate.Adam adam
        ? List.of(adam.parameter(), adam.momentum(), adam.velocity())
        : List.of(update.parameter());
  }

  /** TensorFlow's kernel adds epsilon to the root, Keras to what it is taken of. */
  private List<Operation> adagrad(FusedUpdate.Adagrad adagrad, Variables.Variable variable) {
    Variables.Variable accumulator = variables.of(adagrad.accumulator());
    Output<?> gradient = of(adagrad.gradient());
    Output<?> before = reads.of(adagrad.accumulator());
    Output<?> sum = tf.add(before, tf.mul(gradient, gradient));
    Output<?> root = tf.unary("Sqrt", tf.add(sum, of(adagrad.epsilon())));
    Output<?> move = tf.binary("RealDiv", tf.mul(gradient, of(adagrad.rate())), root);
    return List.of(
        change("AssignVariableOp", accumulator, sum, List.of(before.op())),
        change("AssignSubVariableOp", variable, move, rows.before(adagrad.parameter())));
  }

  private Operation change(
      String type, Variables.Variable variable, Output<?> value, List<Operation> before) {
    return tf.op(type)
        .in(variable.handle(), value)
        .attr("dtype", TensorFlowTypes.of(variable.dtype()))
        .after(before)
        .build();
  }

  private OpCall kernel(FusedUpdate update, Variables.Variable variable) {
    if (update instanceof FusedUpdate.GradientDescent descent) {
      return tf.op("ResourceApplyGradientDescent")
          .in(variable.handle(), of(descent.rate()), of(descent.gradient()));
    }
    if (update instanceof FusedUpdate.Momentum momentum) {
      return tf.op("ResourceApplyKerasMomentum")
          .in(
              variable.handle(),
              variables.of(momentum.accumulator()).handle(),
              of(momentum.rate()),
              of(momentum.gradient()),
              of(momentum.momentum()))
          .attr("use_nesterov", momentum.nesterov());
    }
    if (update instanceof FusedUpdate.Adam adam) {
      return adam(adam, variable, of(adam.gradient()));
    }
    throw new IllegalArgumentException("no kernel for " + update.getClass().getSimpleName());
  }

  private static boolean isSmall(Parameter parameter) {
    long bytes = Variables.bytes(parameter);
    return bytes > SMALLEST && bytes <= SMALL;
  }

  /**
   * Writes Adam's update as that of AMSGrad whose maximum of the second moment begins at zero in
   * each step, which is the same rule.
   *
   * <p>TensorFlow's kernel of Adam takes its cost for the cost of each element, and shares out work
   * that is done before another thread has woken up: some hundred numbers take as long as 50,000.
   * That of AMSGrad knows what it costs.
   */
  private OpCall smallAdam(FusedUpdate.Adam adam, Variables.Variable variable) {
    DataType type = TensorFlowTypes.of(variable.dtype());
    Tensor zeros = Tensor.zeros(variable.dtype(), adam.parameter().shape());
    Output<?> highest =
        tf.op("VarHandleOp")
            .attr("dtype", type)
            .attr("shape", Shape.of(adam.parameter().shape()))
            .attr("shared_name", tf.scope() + "#highest")
            .out();
    Operation begin =
        tf.op("AssignVariableOp")
            .in(highest, tf.constant(zeros))
            .attr("dtype", type)
            .after(rows.before(adam.parameter()))
            .build();
    return tf.op("ResourceApplyAdamWithAmsgrad")
        .in(
            variable.handle(),
            variables.of(adam.momentum()).handle(),
            variables.of(adam.velocity()).handle(),
            highest,
            of(adam.beta1Power()),
            of(adam.beta2Power()),
            of(adam.rate()),
            of(adam.beta1()),
            of(adam.beta2()),
            of(adam.epsilon()),
            of(adam.gradient()))
        .after(List.of(begin));
  }

  /** Returns Adam's kernel for a gradient of the variable's shape. */
  OpCall adam(FusedUpdate.Adam adam, Variables.Variable variable, Output<?> gradient) {
    return tf.op("ResourceApplyAdam")
        .in(
            variable.handle(),
            variables.of(adam.momentum()).handle(),
            variables.of(adam.velocity()).handle(),
            of(adam.beta1Power()),
            of(adam.beta2Power()),
            of(adam.rate()),
            of(adam.beta1()),
            of(adam.beta2()),
            of(adam.epsilon()),
            gradient);
  }

  private Output<?> of(Value value) {
    return step.resolve(value);
  }
}
