package dev.tenon.runtime.tensorflow;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.tensor.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/**
 * Writes a program into a model's graph so that one run of the session does all of it: forward,
 * gradients, optimizer, assignments.
 */
final class ProgramWriter {
  private final OpenModel model;
  private final Tf tf;
  private final Variables variables;
  private final TrainProgram program;
  private final Map<String, OperatorNode> sources = new LinkedHashMap<>();
  private final List<Operation> assignments = new ArrayList<>();
  private final RowReads rows;

  ProgramWriter(OpenModel model, Variables variables, TrainProgram program) {
    this.model = model;
    this.tf = model.tf();
    this.variables = variables;
    this.program = program;
    this.rows = new RowReads(variables, program);
  }

  Trainer.Program write() {
    Graph graph = program.forward();
    TrainProgram.Optimization optimization = program.optimization();
    Emitter forward = new Emitter(tf, optimization != null, variables::read, sources);
    forward.readRows(rows);
    List<OpenModel.Feed> feeds = graph.inputs().stream().map(model::input).toList();
    feeds.forEach(feed -> forward.bind(feed.value(), feed.tensor()));
    forward.emit(graph.operators(), graph.name());
    if (optimization != null) {
      optimize(optimization, forward);
    }
    program.states().forEach(assignment -> assign(forward, assignment));
    List<Output<?>> fetches = new ArrayList<>();
    List<DType> types = new ArrayList<>();
    for (Value output : graph.outputs()) {
      fetches.add(model.output(forward.resolve(output)));
      types.add(output.dtype());
    }
    return (inputs, wanted) -> {
      int count = Math.min(wanted, fetches.size());
      return model.run(
          feeds, inputs, fetches.subList(0, count), types.subList(0, count), assignments);
    };
  }

  private void optimize(TrainProgram.Optimization optimization, Emitter forward) {
    Gradients.Found gradients =
        new Gradients(tf, variables, sources)
            .of(
                forward.resolve(optimization.loss()),
                optimization.trainable(),
                reached(optimization.loss()),
                forward.products(),
                rows);
    Map<String, Output<?>> known = new LinkedHashMap<>();
    program.forward().inputs().forEach(i -> known.put(i.name(), forward.resolve(i)));
    gradients
        .of()
        .forEach(
            (parameter, value) ->
                known.put(TrainProgram.Optimization.GRADIENT + parameter.path(), value));
    Emitter step = new Emitter(tf, false, variables::read, sources);
    for (Value input : optimization.step().inputs()) {
      Output<?> output = known.get(input.name());
      if (output == null && isOfRows(input)) {
        continue;
      }
      if (output == null) {
        throw new UnsupportedModelException(
            "the step graph's input '"
                + input.name()
                + "' is neither a gradient of a trainable parameter nor an input of the model");
      }
      step.bind(input, output);
    }
    step.emit(optimization.step().operators(), optimization.step().name());
    optimization.assignments().forEach(assignment -> assign(step, assignment));
    FusedUpdates fused = new FusedUpdates(tf, variables, step);
    for (FusedUpdate update : optimization.fused()) {
      RowReads.Read read = rows.all().get(update.parameter());
      if (read == null) {
        assignments.addAll(fused.write(update));
        continue;
      }
      String outer = tf.scope("update/" + update.parameter().path());
      List<Output<?>> ofRows = gradients.ofRows().getOrDefault(update.parameter(), List.of());
      assignments.addAll(
          new RowUpdates(tf, variables, update.parameter(), read, ofRows, step::resolve)
              .write(update));
      tf.scope(outer);
    }
  }

  /** Says whether an input is the gradient of a parameter of which only rows are updated. */
  private boolean isOfRows(Value input) {
    return rows.all().keySet().stream()
        .anyMatch(p -> input.name().equals(TrainProgram.Optimization.GRADIENT + p.path()));
  }

  /** Returns the parameters that a value is computed from. */
  private Set<Parameter> reached(Value value) {
    Map<Value, OperatorNode> producers = new IdentityHashMap<>();
    for (OperatorNode node : program.forward().operators()) {
      node.outputs().forEach(output -> producers.put(output, node));
    }
    Set<Parameter> found = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<OperatorNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Value> open = new ArrayDeque<>(List.of(value));
    while (!open.isEmpty()) {
      Value next = open.pop();
      OperatorNode node = producers.get(next);
      if (next.parameter() != null) {
        found.add(next.parameter());
      } else if (node != null && seen.add(node)) {
        open.addAll(node.reads());
      }
    }
    return found;
  }

  /** Assigns after the variable has been read: everything sees it as it was before the step. */
  private void assign(Emitter emitter, TrainProgram.Assignment assignment) {
    Variables.Variable variable = variables.of(assignment.parameter());
    String outer = tf.scope("assign/" + assignment.parameter().path());
    assignments.add(
        tf.op("AssignVariableOp")
            .in(variable.handle(), emitter.resolve(assignment.value()))
            .attr("dtype", TensorFlowTypes.of(variable.dtype()))
            .after(List.of(variable.read().op()))
            .build());
    tf.scope(outer);
  }
}
