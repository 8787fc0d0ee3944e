package dev.tenon.internal.train.loop;

import dev.tenon.internal.train.replica.ReplicaSums;
import dev.tenon.internal.train.replica.ReplicaTotals;
import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Replica;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a replica runs besides its steps. */
final class ReplicaPrograms {
  private ReplicaPrograms() {}

  /**
   * Returns the step of a replica that has no sample of a batch: it adds zeros, and learns what the
   * others have found.
   *
   * @param weights the weights that have a gradient in the steps of the others
   * @param sums the element types of the sums of their loss
   */
  static TrainProgram idleStep(
      Replica replica, OptimizerGraph optimizer, Collection<Parameter> weights, List<DType> sums) {
    GraphBuilder builder = new GraphBuilder("idle");
    Ops ops = ops(builder);
    Value loss = ops.constant(Tensor.scalar(DType.FLOAT32, 0));
    for (Parameter weight : weights) {
      Value nothing = ops.mul(builder.read(weight), 0.0);
      loss = ops.add(loss, ops.cast(ops.reduceSum(nothing, false), DType.FLOAT32));
    }
    return optimizer.program(withSums(replica, builder, loss, sums), loss, List.of());
  }

  /**
   * Returns the measurement of a replica that has no sample of a batch.
   *
   * @param sums the element types of the sums of the loss
   */
  static TrainProgram idle(Replica replica, List<DType> sums) {
    GraphBuilder builder = new GraphBuilder("idle");
    Value nothing = ops(builder).constant(Tensor.scalar(DType.FLOAT32, 0));
    return new TrainProgram(withSums(replica, builder, nothing, sums), null, List.of());
  }

  private static Graph withSums(
      Replica replica, GraphBuilder builder, Value loss, List<DType> sums) {
    List<Value> outputs = new ArrayList<>(List.of(loss));
    outputs.addAll(ReplicaTotals.ofNothing(replica, ops(builder), sums));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      names.add("sum_" + i);
    }
    return builder.build(outputs, names);
  }

  private static Ops ops(GraphBuilder builder) {
    Origin origin = new Origin("replica", "Sum");
    return new Ops(() -> builder, () -> origin);
  }

  /** Returns the program that gives each variable the sum of what the replicas have in it. */
  static TrainProgram sum(Replica replica, int key, Collection<Parameter> variables) {
    return assign(replica, key, variables, 1);
  }

  /** Returns the program that gives each variable the mean of what the replicas have in it. */
  static TrainProgram mean(Replica replica, int key, Collection<Parameter> variables) {
    return assign(replica, key, variables, replica.count());
  }

  private static TrainProgram assign(
      Replica replica, int key, Collection<Parameter> variables, int divisor) {
    GraphBuilder builder = new GraphBuilder("replicas");
    Ops ops = ops(builder);
    Map<Parameter, Value> own = new LinkedHashMap<>();
    variables.forEach(variable -> own.put(variable, builder.read(variable)));
    List<TrainProgram.Assignment> assignments = new ArrayList<>();
    ReplicaSums.of(replica, ops, key, own)
        .forEach(
            (variable, sum) -> {
              Value value = divisor == 1 ? sum : ops.div(sum, (double) divisor);
              assignments.add(new TrainProgram.Assignment(variable, value));
            });
    return new TrainProgram(builder.build(List.of(), List.of()), null, assignments);
  }
}
