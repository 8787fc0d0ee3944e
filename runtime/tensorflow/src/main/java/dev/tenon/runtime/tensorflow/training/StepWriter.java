package dev.tenon.runtime.tensorflow.training;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.gradient.Gradients;
import dev.tenon.runtime.tensorflow.gradient.LossSeed;
import dev.tenon.runtime.tensorflow.graph.RowReads;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.ops.Mappings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/** Writes one step of a program: forward, gradients, optimizer, assignments. */
final class StepWriter {
  private final Tf tf;
  private final Variables variables;
  private final TrainProgram program;
  private final Map<String, OperatorNode> sources;
  private final StepReads reads;
  private final UseDef uses;
  private final RowReads rows;
  private final RequestedGradients requested;
  private final List<Operation> assignments = new ArrayList<>();
  private final Set<Parameter> assigned = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Prepares.
   *
   * @param sources receives, by TensorFlow's name scope, which node an operation comes from
   * @param reads gives what the step reads of the variables, and is told what it changes
   */
  StepWriter(
      Tf tf,
      Variables variables,
      TrainProgram program,
      Map<String, OperatorNode> sources,
      StepReads reads) {
    this.tf = tf;
    this.variables = variables;
    this.program = program;
    this.sources = sources;
    this.reads = reads;
    this.uses = new UseDef(program.forward());
    this.rows = new RowReads(program, reads::of);
    this.requested = new RequestedGradients(tf, program, uses, sources, rows);
  }

  /** Says whether the step is one of whole parameters and a loss, without more that it asks for. */
  boolean isPlain() {
    return requested.isEmpty() && rows.all().isEmpty();
  }

  /**
   * Writes the step.
   *
   * @param inputs what is fed, in the order of the forward graph's inputs
   * @param last whether no step follows in the same run: the last one changes the variables
   * @return the tensors of the forward graph's outputs
   */
  List<Output<?>> write(List<? extends Output<?>> inputs, boolean last) {
    Graph graph = program.forward();
    TrainProgram.Optimization optimization = program.optimization();
    boolean learns = optimization != null || !requested.isEmpty();
    Emitter forward = new Emitter(Mappings.TABLE, tf, learns, reads::of, sources);
    forward.readRows(rows);
    forward.writeGradients(node -> requested.write(node, forward), requested.areNested());
    for (int i = 0; i < inputs.size(); i++) {
      forward.bind(graph.inputs().get(i), inputs.get(i));
    }
    forward.emit(folded(forward), graph.name());
    if (optimization != null) {
      optimize(optimization, forward, last);
    }
    program.states().forEach(assignment -> assign(forward, assignment, last));
    update(program.fused(), forward);
    return graph.outputs().stream().<Output<?>>map(forward::resolve).toList();
  }

  /** Returns the forward graph's nodes without normalisations that the step leaves as they are. */
  private List<OperatorNode> folded(Emitter forward) {
    List<OperatorNode> nodes = program.forward().nodes();
    TrainProgram.Optimization optimization = program.optimization();
    // Gradients may be asked for of any parameter. And who only predicts may do so for one sample,
    // for which the scaling of kernels costs more than it saves.
    if (optimization == null || !requested.isEmpty()) {
      return nodes;
    }
    List<Value> wanted = new ArrayList<>(program.forward().outputs());
    program.states().forEach(state -> wanted.add(state.value()));
    return new FrozenNormalizations(forward, optimization, program.states()).fold(nodes, wanted);
  }

  /** Returns the operations that change variables. */
  List<Operation> assignments() {
    return assignments;
  }

  private void optimize(TrainProgram.Optimization optimization, Emitter forward, boolean last) {
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
    Emitter step = new Emitter(Mappings.TABLE, tf, false, reads::of, sources);
    for (TrainProgram.StepInput input : optimization.inputs()) {
      step.bind(input.input(), given(input, gradients, forward));
    }
    step.emit(optimization.step().nodes(), optimization.step().name());
    optimization.assignments().forEach(assignment -> assign(step, assignment, last));
    update(optimization.fused(), step);
  }

  /** Writes the updates by kernels, of values that were written. */
  private void update(List<FusedUpdate> updates, Emitter step) {
    FusedUpdates fused = new FusedUpdates(tf, variables, reads, step, rows);
    for (FusedUpdate update : updates) {
      Value positions = update.rows();
      if (positions == null) {
        List<Operation> changes = fused.write(update);
        assignments.addAll(changes);
        FusedUpdates.changed(update).forEach(parameter -> reads.change(parameter, changes));
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
      from.put(parameter, reads.of(parameter));
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
  private void assign(Emitter emitter, TrainProgram.Assignment assignment, boolean last) {
    Parameter parameter = assignment.parameter();
    if (!assigned.add(parameter)) {
      return;
    }
    Output<?> value = emitter.resolve(assignment.value());
    reads.assign(parameter, value);
    if (!last) {
      return;
    }
    Variables.Variable variable = variables.of(parameter);
    String outer = tf.scope("assign/" + parameter.path());
    assignments.add(
        variable
            .assign(tf, value)
            .after(List.of(variable.read().op()))
            .after(rows.before(parameter))
            .build());
    tf.scope(outer);
  }
}
