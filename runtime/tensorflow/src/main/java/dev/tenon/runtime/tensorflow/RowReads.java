package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.TrainProgram;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/**
 * The parameters of a program, such as tables of embeddings, of which only some rows are read and
 * only these are updated.
 *
 * <p>That is so where a parameter is nothing but the data of Gather along its first axis, its
 * gradient goes straight into one update, and a gradient of 0 changes nothing there. Rows are read
 * from the variable itself: to read all of it would copy it in each step.
 */
final class RowReads {
  /**
   * What was read of one parameter.
   *
   * @param positions which rows
   * @param rows what they held, whose gradients an update wants
   */
  record Read(List<Output<?>> positions, List<Output<?>> rows) {}

  private final Variables variables;
  private final Map<Parameter, FusedUpdate> updates = new IdentityHashMap<>();
  private final Map<Parameter, Read> reads = new LinkedHashMap<>();

  RowReads(Variables variables, TrainProgram program) {
    this.variables = variables;
    TrainProgram.Optimization optimization = program.optimization();
    if (optimization == null) {
      return;
    }
    for (FusedUpdate update : optimization.fused()) {
      Parameter parameter = update.parameter();
      if (byRows(update)
          && isPlain(update, optimization)
          && onlyGathered(program.forward(), parameter)
          && program.states().stream().noneMatch(a -> a.value().parameter() == parameter)) {
        updates.put(parameter, update);
      }
    }
  }

  /** Says whether a row of a gradient that is 0 leaves the row as it is. */
  private static boolean byRows(FusedUpdate update) {
    return update instanceof FusedUpdate.GradientDescent
        || update instanceof FusedUpdate.Adagrad
        || (update instanceof FusedUpdate.Adam adam && adam.lazy());
  }

  /** Says whether nothing else sees the gradient or the parameter in the optimizer's step. */
  private static boolean isPlain(FusedUpdate update, TrainProgram.Optimization optimization) {
    Value gradient = update.gradient();
    String name = TrainProgram.Optimization.GRADIENT + update.parameter().path();
    return gradient.name().equals(name)
        && optimization.step().inputs().contains(gradient)
        && optimization.assignments().stream().noneMatch(a -> a.value() == gradient)
        && optimization.fused().stream().filter(f -> f.gradient() == gradient).count() == 1
        && optimization.step().operators().stream()
            .flatMap(node -> node.reads().stream())
            .noneMatch(v -> v == gradient || v.parameter() == update.parameter());
  }

  private static boolean onlyGathered(Graph graph, Parameter parameter) {
    if (graph.outputs().stream().anyMatch(output -> output.parameter() == parameter)) {
      return false;
    }
    boolean gathered = false;
    for (OperatorNode node : graph.operators()) {
      boolean here = node.reads().stream().anyMatch(value -> value.parameter() == parameter);
      boolean gather = here && isGather(node, parameter);
      if ((here && !gather) || isInside(node, parameter)) {
        return false;
      }
      gathered |= gather;
    }
    return gathered;
  }

  private static boolean isGather(OperatorNode node, Parameter parameter) {
    return node.operator() instanceof Indexing.Gather gather
        && (gather.axis() == 0 || gather.axis() == -parameter.shape().length)
        && node.input(1).parameter() != parameter;
  }

  private static boolean isInside(OperatorNode node, Parameter parameter) {
    Graph body = null;
    if (node.operator() instanceof Recurrent.Recurrence recurrence) {
      body = recurrence.body();
    } else if (node.operator() instanceof Recurrent.Scan scan) {
      body = scan.body();
    }
    return body != null
        && Loop.reads(body.operators(), body.outputs()).stream()
            .anyMatch(value -> value.parameter() == parameter);
  }

  /** Writes the reading of rows; returns null where the whole parameter is wanted. */
  @Nullable Output<?> gather(Tf tf, Parameter parameter, Output<?> positions) {
    if (!updates.containsKey(parameter)) {
      return null;
    }
    Variables.Variable variable = variables.of(parameter);
    Output<?> rows =
        tf.op("ResourceGather")
            .in(variable.handle(), positions)
            .attr("dtype", TensorFlowTypes.of(variable.dtype()))
            .out();
    Read read =
        reads.computeIfAbsent(parameter, p -> new Read(new ArrayList<>(), new ArrayList<>()));
    read.positions().add(positions);
    read.rows().add(rows);
    return rows;
  }

  /** Returns what was read, by parameter. */
  Map<Parameter, Read> all() {
    return reads;
  }
}
