package dev.tenon.runtime.tensorflow.training;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.pass.ShortGraphs;
import dev.tenon.runtime.Collective;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.ThreadPools;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.session.CollectiveServer;
import dev.tenon.runtime.tensorflow.session.GraphSession;
import dev.tenon.runtime.tensorflow.session.NativeInputs;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.RunOptions;

/**
 * Writes a program into a model's graph so that one run of the session does all of it: forward,
 * gradients, optimizer, assignments.
 */
final class ProgramWriter {
  /** A matrix of more bytes is multiplied, and updated, by several threads. */
  private static final long LARGEST = 1 << 21;

  /**
   * Two halves of a batch make up for the update of a larger one, such as a table, by one thread.
   */
  private static final long LARGEST_IN_HALVES = 1 << 22;

  private final GraphSession model;
  private final Tf tf;
  private final Variables variables;
  private final TrainProgram program;
  private final Map<String, OperatorNode> sources = new LinkedHashMap<>();

  ProgramWriter(GraphSession model, Variables variables, TrainProgram program) {
    this.model = model;
    this.tf = model.tf();
    this.variables = variables;
    this.program = program;
  }

  Trainer.Program write() {
    int before = tf.count();
    StepReads reads = StepReads.first(tf, variables);
    boolean isShort = isShort() && !model.isCollective();
    TrainProgram halves = isShort || !learnsInHalves() ? null : BatchHalves.of(program);
    StepWriter writer =
        new StepWriter(tf, variables, halves == null ? program : halves, sources, reads);
    List<GraphSession.Feed> feeds = program.forward().inputs().stream().map(model::input).toList();
    List<Output<?>> results =
        writer.write(feeds.stream().<Output<?>>map(GraphSession.Feed::tensor).toList(), true);
    List<Output<?>> fetches = results.stream().<Output<?>>map(model::output).toList();
    List<DType> types = program.forward().outputs().stream().map(Value::dtype).toList();
    List<Operation> targets = together(writer.assignments());
    int operations = tf.count() - before;
    boolean hasChains = tf.hasChains() && !slidesAlongImages();
    if (halves != null || ((isShort || hasChains) && learnsNothingLarger(LARGEST))) {
      model.preferOneThread();
    }
    RunOptions options =
        hasCollectives() ? CollectiveServer.TOGETHER : isShort ? GraphSession.HERE : null;
    Trainer.Program step =
        (inputs, wanted, deadline) -> {
          int count = Math.min(wanted, fetches.size());
          List<Output<?>> first = fetches.subList(0, count);
          return model.run(
              feeds, inputs, first, types.subList(0, count), targets, deadline, options);
        };
    return isShort && writer.isPlain() && learnsOnly()
        ? new UnrolledProgram(step, operations, this::unrolled)
        : step;
  }

  /** Says whether the step learns, and nothing but its optimizer changes what is learned. */
  private boolean learnsOnly() {
    TrainProgram.Optimization optimization = program.optimization();
    return optimization != null
        && program.fused().isEmpty()
        && program.states().stream()
            .noneMatch(state -> optimization.trainable().contains(state.parameter()));
  }

  /** Writes several steps, each of which learns from inputs of its own. */
  private UnrolledProgram.Steps unrolled() {
    ColumnHalves halves =
        model.prefersOneThread() ? ColumnHalves.of(program) : new ColumnHalves(program, List.of());
    List<GraphSession.Feed> feeds = new ArrayList<>();
    List<Output<?>> fetches = new ArrayList<>();
    List<Operation> assignments = new ArrayList<>();
    List<Value> inputs = program.forward().inputs();
    StepReads reads = StepReads.first(tf, variables);
    new SplitVariables(tf, variables, reads).begin(halves.splits());
    reads = reads.next();
    for (int i = 0; i < UnrolledProgram.STEPS; i++) {
      List<Output<?>> fed = new ArrayList<>();
      for (Value input : inputs) {
        GraphSession.Feed feed =
            model.input(Value.of(UnrolledProgram.name(input.name(), i), input.type()));
        feeds.add(feed);
        fed.add(feed.tensor());
      }
      StepWriter writer = new StepWriter(tf, variables, halves.program(), sources, reads);
      List<Output<?>> results = writer.write(fed, i == UnrolledProgram.STEPS - 1);
      results.forEach(result -> fetches.add(model.output(result)));
      assignments.addAll(writer.assignments());
      reads = reads.next();
    }
    SplitVariables end = new SplitVariables(tf, variables, reads);
    halves.splits().forEach(split -> assignments.add(end.end(split)));
    List<Operation> targets = together(assignments);
    List<DType> types = program.forward().outputs().stream().map(Value::dtype).toList();
    // Halves are there for two threads; nothing else of a short step is worth a second one.
    RunOptions options = halves.splits().isEmpty() ? GraphSession.HERE : null;
    return new UnrolledProgram.Steps() {
      @Override
      public NativeInputs inputs(Map<String, Tensor> tensors) {
        return model.inputs(feeds, tensors);
      }

      @Override
      public List<Tensor> run(NativeInputs fed, int wanted) {
        int count = Math.min(wanted, types.size());
        List<Output<?>> asked = new ArrayList<>();
        List<DType> kinds = new ArrayList<>();
        for (int i = 0; i < UnrolledProgram.STEPS; i++) {
          asked.addAll(fetches.subList(i * types.size(), i * types.size() + count));
          kinds.addAll(types.subList(0, count));
        }
        return model.run(fed, asked, kinds, targets, options);
      }
    };
  }

  /** Says whether a run waits for other processes, which all run this program then. */
  private boolean hasCollectives() {
    TrainProgram.Optimization optimization = program.optimization();
    Stream<OperatorNode> all = program.forward().nodes().stream();
    return (optimization == null ? all : Stream.concat(all, optimization.step().nodes().stream()))
        .anyMatch(node -> node.operator() instanceof Collective);
  }

  private boolean isShort() {
    return ShortGraphs.isShort(
        program.forward().nodes().stream().filter(node -> !isOfOptimizer(node)).toList());
  }

  /**
   * Says whether two halves of a batch, one for each thread, may take less time than the whole. Of
   * more than two threads, halves would leave some idle.
   */
  private boolean learnsInHalves() {
    return learnsNothingLarger(LARGEST_IN_HALVES)
        && ThreadPools.usual() == 2
        && ThreadPools.areOwn()
        && !model.isCollective();
  }

  private boolean slidesAlongImages() {
    return program.forward().nodes().stream().anyMatch(node -> node.operator() instanceof Spatial);
  }

  /** Says whether the step learns, and no weight has more bytes than these. */
  private boolean learnsNothingLarger(long most) {
    TrainProgram.Optimization optimization = program.optimization();
    return optimization != null
        && optimization.trainable().stream().allMatch(weight -> Variables.bytes(weight) <= most);
  }

  private static boolean isOfOptimizer(OperatorNode node) {
    return node.origin().path().equals(TrainProgram.OPTIMIZER);
  }

  /** Returns one operation that stands for all assignments: each target of a run costs a lookup. */
  private List<Operation> together(List<Operation> assignments) {
    if (assignments.isEmpty()) {
      return List.of();
    }
    String outer = tf.scope("assign");
    Operation all = tf.op("NoOp").after(assignments).build();
    tf.scope(outer);
    return List.of(all);
  }
}
