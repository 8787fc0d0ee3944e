package dev.tenon.runtime.tensorflow.training;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.TrainProgram.StepInput;
import dev.tenon.runtime.tensorflow.graph.ThreadPools;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program whose large kernels of dense layers are two parameters: the left half of the columns,
 * and the right half.
 *
 * <p>The product with a kernel, its gradient and its update by Adam then are two chains that do not
 * wait for each other, and keep two threads busy. Each column is computed as before.
 *
 * <p>Nothing is split where an operation of another chain may be shared out among the same threads:
 * Adam's kernel then takes four times as long.
 *
 * @param program the program with the halves
 * @param splits what was split: kernels, and what Adam keeps beside them
 */
record ColumnHalves(TrainProgram program, List<Split> splits) {
  /** A kernel with fewer numbers is multiplied before a second thread has woken up. */
  private static final long FEWEST = 1 << 16;

  /**
   * A parameter in two parts.
   *
   * @param whole the parameter of the model
   * @param left the first half of its columns
   * @param right the other half
   */
  record Split(Parameter whole, Parameter left, Parameter right) {
    static Split of(Parameter whole) {
      long columns = whole.shape()[1];
      return new Split(
          whole, part(whole, "left", columns / 2), part(whole, "right", columns - columns / 2));
    }

    private static Parameter part(Parameter whole, String side, long columns) {
      long[] shape = {whole.shape()[0], columns};
      return new Parameter(
          whole.path() + "/" + side, side, shape, whole.dtype(), whole.role(), null);
    }
  }

  /** Splits all kernels of a program that are worth it; changes nothing where there are none. */
  static ColumnHalves of(TrainProgram program) {
    ColumnHalves halves = new ColumnHalves(program, List.of());
    TrainProgram.Optimization optimization = program.optimization();
    if (optimization == null || ThreadPools.usual() < 2 || !ThreadPools.areOwn()) {
      return halves;
    }
    for (FusedUpdate update : optimization.fused()) {
      if (update instanceof FusedUpdate.Adam adam && adam.rows() == null) {
        OperatorNode product = product(program, optimization, adam);
        if (product != null) {
          halves = halves.split(adam, product);
        }
      }
    }
    return halves;
  }

  /** Returns the one node that reads a kernel, and multiplies with it; null for any other use. */
  private static @Nullable OperatorNode product(
      TrainProgram program, TrainProgram.Optimization optimization, FusedUpdate.Adam adam) {
    Parameter kernel = adam.parameter();
    long[] shape = kernel.shape();
    if (kernel.dtype() != DType.FLOAT32 || shape.length != 2 || shape[0] * shape[1] < FEWEST) {
      return null;
    }
    Graph forward = program.forward();
    List<OperatorNode> readers = readers(forward, kernel);
    boolean isAlone =
        readers.size() == 1
            && forward.outputs().stream().noneMatch(value -> value.parameter() == kernel)
            && program.states().stream().noneMatch(state -> state.parameter() == kernel)
            && optimization.step().nodes().stream().noneMatch(node -> reads(node, adam));
    OperatorNode product = isAlone ? readers.get(0) : null;
    return product != null
            && product.operator() instanceof Linear.MatMul
            && product.input(1).parameter() == kernel
            && product.input(0).parameter() != kernel
            && product.input(0).shape().ranked()
            && product.input(0).rank() == 2
        ? product
        : null;
  }

  private static List<OperatorNode> readers(Graph graph, Parameter parameter) {
    return graph.nodes().stream()
        .filter(node -> node.reads().stream().anyMatch(value -> value.parameter() == parameter))
        .toList();
  }

  /** Says whether a node of the optimizer uses what only the kernel's update is to use. */
  private static boolean reads(OperatorNode node, FusedUpdate.Adam adam) {
    List<Parameter> own = List.of(adam.parameter(), adam.momentum(), adam.velocity());
    return node.reads().stream()
        .anyMatch(
            value ->
                value == adam.gradient()
                    || (value.parameter() != null && own.contains(value.parameter())));
  }

  private ColumnHalves split(FusedUpdate.Adam adam, OperatorNode product) {
    TrainProgram.Optimization old = program.optimization();
    if (old == null) {
      return this;
    }
    Split kernel = Split.of(adam.parameter());
    Split momentum = Split.of(adam.momentum());
    Split velocity = Split.of(adam.velocity());
    Value left = Value.of(kernel.left());
    Value right = Value.of(kernel.right());
    Value leftGradient = Value.of(adam.gradient().name() + "/left", left.type());
    Value rightGradient = Value.of(adam.gradient().name() + "/right", right.type());
    List<StepInput> inputs = new ArrayList<>();
    for (StepInput input : old.inputs()) {
      if (input.input() == adam.gradient()) {
        inputs.add(new StepInput(leftGradient, input.kind(), kernel.left()));
        inputs.add(new StepInput(rightGradient, input.kind(), kernel.right()));
      } else {
        inputs.add(input);
      }
    }
    Graph step = old.step();
    TrainProgram.Optimization optimization =
        new TrainProgram.Optimization(
            old.loss(),
            replaced(old.trainable(), adam.parameter(), List.of(kernel.left(), kernel.right())),
            new Graph(
                step.name(),
                inputs.stream().map(StepInput::input).toList(),
                step.nodes(),
                step.outputs(),
                step.outputNames()),
            inputs,
            old.assignments(),
            replaced(
                old.fused(),
                adam,
                List.of(
                    half(adam, kernel.left(), leftGradient, momentum.left(), velocity.left()),
                    half(
                        adam, kernel.right(), rightGradient, momentum.right(), velocity.right()))));
    Graph forward = program.forward();
    Graph halved =
        new Graph(
            forward.name(),
            forward.inputs(),
            replaced(forward.nodes(), product, products(product, left, right)),
            forward.outputs(),
            forward.outputNames());
    List<Split> all = new ArrayList<>(splits);
    all.addAll(List.of(kernel, momentum, velocity));
    return new ColumnHalves(
        new TrainProgram(halved, optimization, program.states(), program.fused()), all);
  }

  private static FusedUpdate.Adam half(
      FusedUpdate.Adam adam,
      Parameter parameter,
      Value gradient,
      Parameter momentum,
      Parameter velocity) {
    return new FusedUpdate.Adam(
        parameter,
        gradient,
        null,
        momentum,
        velocity,
        adam.rate(),
        adam.beta1(),
        adam.beta2(),
        adam.beta1Power(),
        adam.beta2Power(),
        adam.epsilon(),
        adam.lazy());
  }

  /** Returns the products with both halves, and their results beside each other. */
  private static List<OperatorNode> products(OperatorNode whole, Value left, Value right) {
    List<OperatorNode> nodes = new ArrayList<>();
    List<Value> results = new ArrayList<>();
    for (Value half : List.of(left, right)) {
      String name = whole.name() + "/" + half.name();
      Value result =
          Value.of(
              name,
              whole
                  .output()
                  .type()
                  .with(whole.output().shape().with(1, Dim.of(half.shape().length(1)))));
      results.add(result);
      nodes.add(
          new OperatorNode(
              name,
              whole.operator(),
              List.of(whole.input(0), half),
              List.of(result),
              whole.origin()));
    }
    nodes.add(
        new OperatorNode(
            whole.name() + "/halves",
            new Movement.Concat(1),
            results,
            whole.outputs(),
            whole.origin()));
    return nodes;
  }

  private static <T> List<T> replaced(List<T> all, T old, List<? extends T> with) {
    List<T> changed = new ArrayList<>();
    for (T each : all) {
      if (each == old) {
        changed.addAll(with);
      } else {
        changed.add(each);
      }
    }
    return changed;
  }
}
