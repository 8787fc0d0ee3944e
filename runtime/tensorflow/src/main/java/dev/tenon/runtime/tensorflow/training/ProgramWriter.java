package dev.tenon.runtime.tensorflow.training;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.Collective;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.gradient.Gradients;
import dev.tenon.runtime.tensorflow.gradient.LossSeed;
import dev.tenon.runtime.tensorflow.graph.RowReads;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.ops.Mappings;
import dev.tenon.runtime.tensorflow.session.CollectiveServer;
import dev.tenon.runtime.tensorflow.session.GraphSession;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.RunOptions;

/**
 * Writes a program into a model's graph so that one run of the session does all of it: forward,
 * gradients, optimizer, assignments.
 */
final class ProgramWriter {
  /** A net of a few dense layers has no more operators than this, its loss and metrics included. */
  private static final int FEW = 128;

  private final GraphSession model;
  private final Tf tf;
  private final Variables variables;
  private final TrainProgram program;
  private final Map<String, OperatorNode> sources = new LinkedHashMap<>();
  private final UseDef uses;
  private final List<Operation> assignments = new ArrayList<>();
  private final Set<Parameter> assigned = Collections.newSetFromMap(new IdentityHashMap<>());
  private final RowReads rows;

  ProgramWriter(GraphSession model, Variables variables, TrainProgram program) {
    this.model = model;
    this.tf = model.tf();
    this.variables = variables;
    this.program = program;
    this.rows = new RowReads(variables, program);
    this.uses = new UseDef(program.forward());
  }

  Trainer.Program write() {
    Graph graph = program.forward();
    TrainProgram.Optimization optimization = program.optimization();
    RequestedGradients requested = new RequestedGradients(tf, program, uses, sources, rows);
    boolean learns = optimization != null || !requested.isEmpty();
    Emitter forward = new Emitter(Mappings.TABLE, tf, learns, variables::read, sources);
    forward.readRows(rows);
    forward.writeGradients(node -> requested.write(node, forward), requested.areNested());
    List<GraphSession.Feed> feeds = graph.inputs().stream().map(model::input).toList();
    feeds.forEach(feed -> forward.bind(feed.value(), feed.tensor()));
    forward.emit(graph.nodes(), graph.name());
    if (optimization != null) {
      optimize(optimization, forward);
    }
    program.states().forEach(assignment -> assign(forward, assignment));
    update(program.fused(), forward);
    List<Output<?>> fetches = new ArrayList<>();
    List<DType> types = new ArrayList<>();
    for (Value output : graph.outputs()) {
      fetches.add(model.output(forward.resolve(output)));
      types.add(output.dtype());
    }
    List<Operation> targets = together();
    RunOptions options =
        hasCollectives()
            ? CollectiveServer.TOGETHER
            : isShort() && !model.isCollective() ? GraphSession.HERE : null;
    return (inputs, wanted, deadline) -> {
      int count = Math.min(wanted, fetches.size());
      List<Output<?>> first = fetches.subList(0, count);
      return model.run(feeds, inputs, first, types.subList(0, count), targets, deadline, options);
    };
  }

  /** Says whether a run waits for other processes, which all run this program then. */
  private boolean hasCollectives() {
    TrainProgram.Optimization optimization = program.optimization();
    Stream<OperatorNode> all = program.forward().nodes().stream();
    return (optimization == null ? all : Stream.concat(all, optimization.step().nodes().stream()))
        .anyMatch(node -> node.operator() instanceof Collective);
  }

  /**
   * Says whether a run is over before it has been shared out among threads: a net of a few
   * matrices. Each of its products uses all threads in any case; a transformer's run side by side,
   * those of a recurrence too, and what slides along images takes long enough.
   */
  private boolean isShort() {
    List<OperatorNode> nodes =
        program.forward().nodes().stream().filter(node -> !isOfOptimizer(node)).toList();
    return nodes.size() <= FEW && nodes.stream().noneMatch(ProgramWriter::takesLong);
  }

  private static boolean isOfOptimizer(OperatorNode node) {
    return node.origin().path().equals(TrainProgram.OPTIMIZER);
  }

  private static boolean takesLong(OperatorNode node) {
    Operator operator = node.operator();
    Shape shape = node.outputs().get(0).shape();
    return operator instanceof Spatial
        || operator instanceof Recurrent
        || operator instanceof Control
        || (operator instanceof Linear && !(shape.ranked() && shape.rank() <= 2));
  }

  /** Returns one operation that stands for all assignments: each target of a run costs a lookup. */
  private List<Operation> together() {
    if (assignments.isEmpty()) {
      return List.of();
    }
    String outer = tf.scope("assign");
    Operation all = tf.op("NoOp").after(assignments).build();
    tf.scope(outer);
    return List.of(all);
  }

  private void optimize(TrainProgram.Optimization optimization, Emitter forward) {
    Gradients.Found gradients =
        new Gradients(tf, sources)
            .of(
                LossSeed.of(
                    tf,
                    optimization.loss(),
                    uses,
                    value -> !reached(value).isEmpty(),
                    forward::resolve),
                sources(optimization, forward),
                reached(optimization.loss()),
                forward.products(),
                rows);
    Emitter step = new Emitter(Mappings.TABLE, tf, false, variables::read, sources);
    for (TrainProgram.StepInput input : optimization.inputs()) {
      step.bind(input.input(), given(input, gradients, forward));
    }
    step.emit(optimization.step().nodes(), optimization.step().name());
    optimization.assignments().forEach(assignment -> assign(step, assignment));
    update(optimization.fused(), step);
  }

  /** Writes the updates by kernels, of values that were written. */
  private void update(List<FusedUpdate> updates, Emitter step) {
    FusedUpdates fused = new FusedUpdates(tf, variables, step, rows);
    for (FusedUpdate update : updates) {
      Value positions = update.rows();
      if (positions == null) {
        assignments.addAll(fused.write(update));
        continue;
      }
      String outer = tf.scope("update/" + update.parameter().path());
      List<Operation> before = rows.before(update.parameter());
      assignments.addAll(
          new RowUpdates(tf, variables, update, positions, before, step::resolve)
              .write(update, fused));
      tf.scope(outer);
    }
  }

  /** Returns what an input of the step is bound to. */
  private Output<?> given(
      TrainProgram.StepInput input, Gradients.Found gradients, Emitter forward) {
    Parameter parameter = input.parameter();
    return switch (input.kind()) {
      case GRADIENT -> known(gradients.of().get(parameter), input);
      case SLICES ->
          RowReads.slices(tf, parameter, known(gradients.ofRows().get(parameter), input));
      case ROWS -> rows.positions(tf, parameter);
      case ASSIGNED ->
          program.states().stream()
              .filter(state -> state.parameter() == parameter)
              .findFirst()
              .<Output<?>>map(state -> forward.resolve(state.value()))
              .orElseThrow(() -> unknown(input));
    };
  }

  private static <T> T known(@Nullable T found, TrainProgram.StepInput input) {
    if (found == null) {
      throw unknown(input);
    }
    return found;
  }

  private static UnsupportedModelException unknown(TrainProgram.StepInput input) {
    return new UnsupportedModelException(
        "the step graph's input '"
            + input.input().name()
            + "' does not stand for anything that the forward graph has of "
            + input.parameter());
  }

  /** Returns what the gradient of each parameter is taken of: what it holds in the step. */
  private Map<Parameter, Output<?>> sources(
      TrainProgram.Optimization optimization, Emitter forward) {
    Map<Parameter, Output<?>> from = new LinkedHashMap<>();
    for (Parameter parameter : optimization.trainable()) {
      from.put(parameter, variables.of(parameter).read());
    }
    for (TrainProgram.Assignment state : program.states()) {
      from.computeIfPresent(state.parameter(), (p, read) -> forward.resolve(state.value()));
    }
    return from;
  }

  private static boolean asksForShape(OperatorNode node) {
    return node.operator() instanceof Generation.Shape
        || node.operator() instanceof Generation.Size;
  }

  /** Returns the parameters that a value is computed from. */
  private Set<Parameter> reached(Value value) {
    Set<Parameter> found = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<OperatorNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Value> open = new ArrayDeque<>(List.of(value));
    while (!open.isEmpty()) {
      Value next = open.pop();
      OperatorNode node = uses.producer(next);
      if (next.parameter() != null) {
        found.add(next.parameter());
      } else if (node != null && !asksForShape(node) && seen.add(node)) {
        open.addAll(node.reads());
      }
    }
    return found;
  }

  /**
   * Assigns after the variable has been read: everything sees it as it was before the step. What is
   * assigned twice holds the first: the step's value goes before that of a forward graph.
   */
  private void assign(Emitter emitter, TrainProgram.Assignment assignment) {
    if (!assigned.add(assignment.parameter())) {
      return;
    }
    Variables.Variable variable = variables.of(assignment.parameter());
    String outer = tf.scope("assign/" + assignment.parameter().path());
    assignments.add(
        tf.op("AssignVariableOp")
            .in(variable.handle(), emitter.resolve(assignment.value()))
            .attr("dtype", TensorFlowTypes.of(variable.dtype()))
            .after(rows.before(assignment.parameter()))
            .build());
    tf.scope(outer);
  }
}
