package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.pass.Cleanup;
import dev.tenon.lifting.axes.RowUses;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes recurrent layers whose steps stand one after the other in the graph as one operator: cells
 * of PyTorch called in a loop, PyTorch's RNN in its newer exporter, Keras' layers with {@code
 * unroll}.
 *
 * <p>A match depends on what a step computes: which sums of products are before which activations,
 * and how the gates are combined. All steps must multiply by the same numbers, each must begin with
 * the state in which the one before ended, and a step is run on random numbers. Where a state in
 * between is read by others too, they read the step of the layer's sequence.
 */
public final class UnrolledCells {
  private static final int MOST = 100;

  private final Graph graph;
  private final RowUses uses;
  private final CellChain chain;
  private final Map<Value, Value> replaced = new IdentityHashMap<>();

  private UnrolledCells(Graph graph, RowUses uses, CellChain chain) {
    this.graph = graph;
    this.uses = uses;
    this.chain = chain;
  }

  /** Returns the graph with the recurrent layers that it has. */
  public static Graph apply(Graph graph) {
    Graph now = graph;
    for (int i = 0; i < MOST; i++) {
      Graph next = one(now);
      if (next == null) {
        return now;
      }
      now = next;
    }
    return now;
  }

  /** Returns the graph with the first recurrent layer that is found; null where there is none. */
  private static @Nullable Graph one(Graph graph) {
    RowUses uses = new RowUses(graph);
    StepMatrix.Maker maker = new StepMatrix.Maker();
    CellMatcher finder =
        new CellMatcher(uses, new GateMatcher(uses, maker, new AffineMatcher(uses, maker)));
    List<CellStep> steps = new ArrayList<>();
    for (OperatorNode node : graph.nodes()) {
      CellStep step = finder.of(node);
      if (step != null) {
        steps.add(step);
      }
    }
    // In the order of the graph: a second layer finds the sequence of the first.
    for (CellChain found : CellChain.of(steps)) {
      Graph written = new UnrolledCells(graph, uses, found).write();
      if (written != null) {
        return written;
      }
    }
    return null;
  }

  private @Nullable Graph write() {
    if (feedsItself()) {
      return null;
    }
    ChainWeights weights = ChainWeights.of(chain);
    if (!CellProof.holds(uses, chain, weights.cell())) {
      return null;
    }
    GraphBuilder builder = GraphBuilder.extending(graph);
    OperatorNode origin = uses.producer(chain.steps().get(0).output());
    if (origin == null) {
      return null;
    }
    Ops ops = new Ops(() -> builder, origin::origin);
    StepSequence sequence = StepSequence.of(uses, ops, chain.entries(), weights.isPlain());
    if (sequence == null) {
      return null;
    }
    if (sequence.matrix() != null) {
      weights = weights.with(sequence.matrix(), sequence.bias());
    }
    Value x = sequence.x();
    List<@Nullable Value> operands = new ArrayList<>(List.of(x));
    weights.onnx().forEach(tensor -> operands.add(ops.constant(tensor)));
    while (operands.size() < 5) {
      operands.add(null);
    }
    operands.add(initial(ops, chain.first()));
    if (weights.cell().kind() == CellKind.LSTM) {
      operands.add(initial(ops, chain.firstMemory()));
    }
    @Nullable Value[] all = new Value[operands.size()];
    Recurrent operator = weights.operator(sequence.reverse());
    List<Value> results = ops.applyAll(operator, operands.toArray(all));
    Value y = ops.squeeze(results.get(0), 1);
    outputs(ops, results, y, sequence.reverse());
    Graph written = rewired(builder);
    boolean sequences = written.nodes().stream().anyMatch(node -> node.reads().contains(y));
    if (sequences && length() > 1) {
      // Who reads all steps, one by one, shall find the last one among them.
      replaced.put(chain.last().output(), entry(ops, y, length() - 1, sequence.reverse()));
      written = rewired(builder);
    }
    return Cleanup.apply(written);
  }

  private int length() {
    return chain.steps().size();
  }

  private static @Nullable Value initial(Ops ops, @Nullable Value state) {
    return state == null || state.rank() == 3 ? state : ops.unsqueeze(state, 0);
  }

  /** Says whether what a step reads depends on what an earlier step gave. */
  private boolean feedsItself() {
    Set<Value> after = Collections.newSetFromMap(new IdentityHashMap<>());
    for (CellStep step : chain.steps()) {
      after.add(step.output());
      if (step.memory() != null) {
        after.add(step.memory());
      }
    }
    for (OperatorNode node : graph.nodes()) {
      if (node.reads().stream().anyMatch(after::contains)) {
        after.addAll(node.outputs());
      }
    }
    Value first = chain.first();
    Value memory = chain.firstMemory();
    return chain.entries().stream().anyMatch(values -> values.stream().anyMatch(after::contains))
        || (first != null && after.contains(first))
        || (memory != null && after.contains(memory));
  }

  private void outputs(Ops ops, List<Value> results, Value y, boolean reverse) {
    for (OperatorNode node : graph.nodes()) {
      if (node.operator() instanceof Movement.Concat concat && node.inputs().size() == length()) {
        Value stack = stack(ops, node, concat, y, reverse);
        if (stack != null) {
          replaced.put(node.output(), stack);
        }
      }
    }
    for (int t = 0; t < length() - 1; t++) {
      replaced.put(chain.steps().get(t).output(), entry(ops, y, t, reverse));
    }
    put(ops, chain.last().output(), results.get(1));
    Value memory = chain.last().memory();
    if (memory != null) {
      put(ops, memory, results.get(2));
    }
  }

  /** Returns the state after a step as an entry of the sequence (time, batch, units). */
  private Value entry(Ops ops, Value y, int step, boolean reverse) {
    int at = reverse ? length() - 1 - step : step;
    boolean wide = chain.steps().get(step).output().rank() == 3;
    return ops.apply(new Indexing.Gather(0), y, wide ? ops.longs(at) : ops.scalar(DType.INT64, at));
  }

  private void put(Ops ops, Value old, Value state) {
    replaced.put(old, old.rank() == 3 ? state : ops.squeeze(state, 0));
  }

  /** Returns the states of all steps side by side, where a node puts them there. */
  private @Nullable Value stack(
      Ops ops, OperatorNode node, Movement.Concat concat, Value y, boolean reverse) {
    int length = length();
    int axis = node.output().shape().ranked() ? Math.toIntExact(concat.axis()) : 0;
    axis = axis < 0 ? axis + node.output().rank() : axis;
    boolean forward = true;
    boolean backward = true;
    for (int i = 0; i < length; i++) {
      Value operand = node.input(i);
      boolean one =
          operand.shape().ranked()
              && operand.rank() == 3
              && operand.shape().length(axis) == 1
              && operand.shape().length(axis == 2 ? 1 : 2) == chain.last().units();
      Value state = uses.withoutOnes(operand);
      forward &= one && state == chain.steps().get(i).output();
      backward &= one && state == chain.steps().get(length - 1 - i).output();
    }
    if (!forward && !backward) {
      return null;
    }
    Value ordered = forward == reverse ? ops.slice(y, 0, -1, Long.MIN_VALUE, -1) : y;
    return switch (axis) {
      case 0 -> ordered;
      case 1 -> ops.transpose(ordered, 1, 0, 2);
      default -> ops.transpose(ordered, 1, 2, 0);
    };
  }

  /** Returns the graph whose nodes read the new values, in an order in which it can be run. */
  private Graph rewired(GraphBuilder builder) {
    UnaryOperator<Value> now = value -> replaced.getOrDefault(value, value);
    List<OperatorNode> nodes =
        builder.build(List.of(), List.of()).nodes().stream()
            .map(node -> node.with(node.operator(), node.map(now)))
            .toList();
    List<Value> outputs = graph.outputs().stream().map(now).toList();
    List<OperatorNode> ordered = new UseDef(nodes).sorted(outputs);
    return new Graph(graph.name(), graph.inputs(), ordered, outputs, graph.outputNames());
  }
}
