package dev.tenon.runtime.tensorflow.training;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.pass.RowWise;
import dev.tenon.ir.shape.Dim;
import dev.tenon.runtime.Differentiation;
import dev.tenon.runtime.TrainProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the part of a forward graph that is {@link RowWise} twice, for the first and for the
 * second half of the batch, such as attention and dense layers.
 *
 * <p>The operations of a half wait for one another, and not for those of the other half: two
 * threads are busy without sharing an operation. What looks at the whole batch, such as the loss
 * and the numbers that a dropout draws, is written once and computes what it did before. The
 * gradient of a kernel is the sum of those of both halves.
 */
final class BatchHalves {
  /** Fewer products do not make up for the copies that part and join the batch. */
  private static final int FEWEST_PRODUCTS = 4;

  private static final List<String> NAMES = List.of("/first_half", "/second_half");

  private final Graph graph;

  /** An input of the graph, which has as many rows as the batch. */
  private final Value counted;

  private final Set<OperatorNode> halved = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Value, List<Value>> halves = new IdentityHashMap<>();
  private final Set<Value> apart = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<OperatorNode> nodes = new ArrayList<>();
  private int copies;

  private BatchHalves(Graph graph, Value counted) {
    this.graph = graph;
    this.counted = counted;
  }

  /** Returns the program with halves, null where they do not pay. */
  static @Nullable TrainProgram of(TrainProgram program) {
    Graph graph = program.forward();
    Value counted = graph.inputs().stream().filter(BatchHalves::isBatch).findFirst().orElse(null);
    if (counted == null || graph.nodes().stream().anyMatch(BatchHalves::needsTheWhole)) {
      return null;
    }
    BatchHalves writer = new BatchHalves(graph, counted);
    long products = writer.choose();
    if (products < FEWEST_PRODUCTS) {
      return null;
    }
    writer.write();
    program.states().forEach(state -> writer.join(state.value()));
    graph.outputs().forEach(writer::join);
    if (products < writer.copies) {
      return null;
    }
    Graph written =
        new Graph(graph.name(), graph.inputs(), writer.nodes, graph.outputs(), graph.outputNames());
    return new TrainProgram(written, program.optimization(), program.states(), program.fused());
  }

  private static boolean isBatch(Value input) {
    return input.shape().ranked()
        && input.rank() > 0
        && input.shape().dim(0) instanceof Dim.Affine length
        && length.factor() == 1
        && length.offset() == 0;
  }

  /**
   * Says whether a node slides along images, is a recurrence or has graphs of its own, which keep
   * two threads busy; is computed again for its gradients, since two chains hold more at a time; or
   * is a gradient, of values that must stay what they are.
   */
  private static boolean needsTheWhole(OperatorNode node) {
    return node.operator() instanceof Spatial
        || node.operator() instanceof Recurrent
        || node.operator() instanceof HasSubgraphs
        || node.operator() instanceof Differentiation.Gradient
        || node.origin().recomputed();
  }

  private boolean hasRows(Value value) {
    return value.parameter() == null
        && value.constant() == null
        && value.shape().ranked()
        && value.rank() > 0
        && value.shape().dim(0).equals(counted.shape().dim(0))
        && value.shape().dims().stream().skip(1).noneMatch(this::dependsOnBatch);
  }

  private boolean dependsOnBatch(Dim length) {
    return length instanceof Dim.Affine affine
        && counted.shape().dim(0) instanceof Dim.Affine batch
        && affine.symbol().equals(batch.symbol());
  }

  /** Chooses the row-wise products, and what is row-wise before them; returns how many products. */
  private long choose() {
    RowWise rules = new RowWise(this::hasRows);
    Set<Value> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    long products = 0;
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      OperatorNode node = graph.nodes().get(i);
      boolean isProduct = node.operator() instanceof Linear;
      if ((isProduct || node.outputs().stream().anyMatch(wanted::contains))
          && node.reads().stream().anyMatch(this::hasRows)
          && node.outputs().stream().allMatch(this::hasRows)
          && rules.holds(node)) {
        halved.add(node);
        wanted.addAll(node.reads());
        products += isProduct ? 1 : 0;
      }
    }
    return products;
  }

  private void write() {
    for (OperatorNode node : graph.nodes()) {
      if (halved.contains(node)) {
        writeHalves(node);
      } else if (node.operator() instanceof Generation.Shape shape
          && hasRows(node.input(0))
          && shape.from(node.input(0).rank()) == 0
          && shape.to(node.input(0).rank()) == 1) {
        nodes.add(node.with(new Generation.Shape(0, 1L), List.of(counted)));
      } else {
        node.reads().forEach(this::join);
        nodes.add(node);
      }
    }
  }

  private void writeHalves(OperatorNode node) {
    node.reads().stream().filter(this::hasRows).forEach(this::part);
    for (Value output : node.outputs()) {
      halves.put(output, named(output));
      apart.add(output);
    }
    for (int i = 0; i < NAMES.size(); i++) {
      int half = i;
      nodes.add(
          new OperatorNode(
              node.name() + NAMES.get(half),
              node.operator(),
              node.map(value -> hasRows(value) ? halves(value).get(half) : value),
              node.outputs().stream().map(value -> halves(value).get(half)).toList(),
              node.origin()));
    }
  }

  private static List<Value> named(Value value) {
    return NAMES.stream()
        .map(
            name ->
                Value.of(
                    value.name() + name,
                    value.type().with(value.shape().with(0, Dim.symbol("batch" + name)))))
        .toList();
  }

  private List<Value> halves(Value value) {
    return Objects.requireNonNull(halves.get(value), value::toString);
  }

  /** Cuts a value whose halves nobody has written. */
  private void part(Value value) {
    if (!halves.containsKey(value)) {
      halves.put(value, named(value));
      copies++;
      nodes.add(
          new OperatorNode(
              value.name() + "/halves",
              new Movement.Split(0, 2L),
              Collections.singletonList(value),
              halves(value),
              Origin.NONE));
    }
  }

  /** Puts the halves of a value below each other where it is only there in halves. */
  private void join(Value value) {
    if (apart.remove(value)) {
      copies++;
      nodes.add(
          new OperatorNode(
              value.name() + "/joined",
              new Movement.Concat(0),
              new ArrayList<>(halves(value)),
              List.of(value),
              Origin.NONE));
    }
  }
}
