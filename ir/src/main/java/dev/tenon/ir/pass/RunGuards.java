package dev.tenon.ir.pass;

import dev.tenon.error.RunStoppedException;
import dev.tenon.error.RunStoppedException.Reason;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.ResultSize;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a run fail that computes a too large value or a too long loop, by an index out of range,
 * which every engine checks.
 */
public final class RunGuards {
  /** The name prefix of a node that fails after too many loop iterations. */
  public static final String TURNS = "tenon_limit_turns";

  /** The name prefix of a node that fails for too many elements of a value. */
  public static final String ELEMENTS = "tenon_limit_elements";

  private final long elements;
  private final long turns;
  private final boolean inRun;
  private int count;

  private RunGuards(long elements, long turns, boolean inRun) {
    this.elements = elements;
    this.turns = turns;
    this.inRun = inRun;
  }

  /**
   * Returns the graph with guards; itself if it needs none.
   *
   * @param elements the largest number of elements of a value
   * @param turns the largest number of iterations of a loop
   * @param inRun whether sizes are checked in the run that only the data decide
   * @throws RunStoppedException if a value has more elements whatever the data are
   */
  public static Graph apply(Graph graph, long elements, long turns, boolean inRun) {
    checkSizes(graph, elements);
    return new RunGuards(elements, turns, inRun).rewrite(graph);
  }

  /**
   * Checks the values of known shapes, nested graphs included.
   *
   * @throws RunStoppedException if one has more elements than the limit
   */
  public static void checkSizes(Graph graph, long elements) {
    for (OperatorNode node : graph.nodes()) {
      for (Value value : node.outputs()) {
        double size = 1;
        for (Dim dim : value.shape().dims()) {
          size *= dim.isKnown() ? dim.orMinusOne() : 1;
        }
        if (size > elements) {
          throw tooLarge("'" + value.name() + "' of shape " + value.shape(), elements);
        }
      }
      Operator unused =
          Bodies.map(
              node.operator(),
              body -> {
                checkSizes(body, elements);
                return body;
              });
    }
  }

  /** Returns the exception for a value that is too large. */
  public static RunStoppedException tooLarge(String what, long elements) {
    return new RunStoppedException(
        Reason.ELEMENTS,
        "the run was stopped: "
            + what
            + " has more than "
            + elements
            + " elements, the limit of RunLimits.elements",
        null);
  }

  /**
   * Returns the exception for an engine's failure; null if no guard failed.
   *
   * @param failure names the node that failed, as both engines do
   */
  public static @Nullable RunStoppedException explain(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains(TURNS)) {
      return new RunStoppedException(
          Reason.LOOP_TURNS,
          "the run was stopped: a loop makes more turns than RunLimits.loopTurns allows",
          failure);
    }
    if (message.contains(ELEMENTS)) {
      return new RunStoppedException(
          Reason.ELEMENTS,
          "the run was stopped: a value has more elements than RunLimits.elements allows",
          failure);
    }
    return null;
  }

  private Graph rewrite(Graph graph) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    graph.inputs().forEach(builder::addInput);
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    int before = count;
    for (OperatorNode node : graph.nodes()) {
      Operator operator = Bodies.map(node.operator(), this::rewrite);
      guard(node.with(operator, node.inputs()), builder, ops);
    }
    return count == before ? graph : builder.build(graph.outputs(), graph.outputNames());
  }

  private void guard(OperatorNode node, GraphBuilder builder, Ops ops) {
    ResultSize size = ResultSize.of(node.operator().opType(), node.inputs().size());
    if (node.operator() instanceof Control.Loop loop && mayBeLong(node)) {
      limit(node, loop, builder, ops);
    } else if (inRun && size != null && isOpen(node, size)) {
      check(node, size, builder, ops);
    } else {
      builder.add(node);
    }
  }

  private boolean mayBeLong(OperatorNode node) {
    Tensor known = node.constant(0);
    return known == null || known.getLong(0) > turns;
  }

  /** Adds the loop with one more state, the number of its last turn, which is looked at then. */
  private void limit(OperatorNode node, Control.Loop loop, GraphBuilder builder, Ops ops) {
    TensorType number = new TensorType(DType.INT64, Shape.of(List.of()));
    Graph body = loop.body();
    Value turn = Value.of(TURNS + "/turn" + ++count, number);
    Value last = Value.of(TURNS + "/last" + count, number);
    List<Value> inputs = new ArrayList<>(body.inputs());
    inputs.add(2 + loop.states(), turn);
    List<OperatorNode> nodes = new ArrayList<>(body.nodes());
    nodes.add(
        new OperatorNode(
            last.name(),
            new Unary.Identity(),
            List.of(body.inputs().get(0)),
            List.of(last),
            Origin.NONE));
    List<Value> outputs = new ArrayList<>(body.outputs());
    List<String> names = new ArrayList<>(body.outputNames());
    outputs.add(1 + loop.states(), last);
    names.add(1 + loop.states(), last.name());
    Graph longer = new Graph(body.name(), inputs, nodes, outputs, names);

    Value limit = ops.constant(Tensor.scalar(DType.INT64, turns + 1));
    Value most = node.optionalInput(0);
    List<@Nullable Value> reads = new ArrayList<>(node.inputs());
    while (reads.size() < 2 + loop.states()) {
      reads.add(null);
    }
    reads.set(0, most == null ? limit : ops.where(ops.less(most, limit), most, limit));
    reads.add(2 + loop.states(), ops.constant(Tensor.scalar(DType.INT64, -1L)));
    List<Value> raw = new ArrayList<>();
    node.outputs().forEach(value -> raw.add(Value.of(value.name() + "/unchecked", value.type())));
    Value reached = Value.of(TURNS + "/reached" + count, number);
    List<Value> results = new ArrayList<>(raw);
    results.add(loop.states(), reached);
    builder.add(node.with(new Control.Loop(longer, loop.states() + 1), reads, results));
    Value index =
        ops.cast(
            ops.greaterOrEqual(reached, ops.constant(Tensor.scalar(DType.INT64, turns))),
            DType.INT64);
    for (int i = 0; i < raw.size(); i++) {
      pick(TURNS, raw.get(i), index, node.outputs().get(i), builder, ops);
    }
  }

  /** Returns whether the run decides how many elements there are. */
  private static boolean isOpen(OperatorNode node, ResultSize size) {
    Value operand = node.optionalInput(size.operand());
    return operand != null && operand.constant() == null;
  }

  private void check(OperatorNode node, ResultSize size, GraphBuilder builder, Ops ops) {
    Value operand = node.input(size.operand());
    Value total = total(node, size, operand, ops);
    Value most = ops.constant(Tensor.scalar(DType.FLOAT32, (double) elements));
    Value index = ops.cast(ops.greater(total, most), DType.INT64);
    Value checked = Value.of(operand.name() + "/checked" + ++count, operand.type());
    pick(ELEMENTS, operand, index, checked, builder, ops);
    List<@Nullable Value> reads = new ArrayList<>(node.inputs());
    reads.set(size.operand(), checked);
    builder.add(node.with(node.operator(), reads));
  }

  private static Value total(OperatorNode node, ResultSize size, Value operand, Ops ops) {
    TensorType scalar = new TensorType(DType.FLOAT32, Shape.of(List.of()));
    Value number = ops.cast(operand, DType.FLOAT32);
    if (size.kind() == ResultSize.Kind.RANGE) {
      Value start = ops.cast(node.input(0), DType.FLOAT32);
      Value step = ops.cast(node.input(2), DType.FLOAT32);
      return ops.div(ops.sub(number, start), step);
    }
    Value product = ops.applyAs(scalar, new Reduction.ReduceProd(0, 0), number);
    return size.kind() == ResultSize.Kind.LENGTHS
        ? product
        : ops.mul(
            product, ops.cast(ops.apply(new Generation.Size(), node.input(0)), DType.FLOAT32));
  }

  /** Adds the node that gives a value where the index is 0, and fails where it is 1. */
  private void pick(
      String mark, Value value, Value index, Value result, GraphBuilder builder, Ops ops) {
    TensorType wide =
        value.shape().ranked()
            ? value.type().with(value.shape().insert(0, Dim.of(1)))
            : value.type();
    Value row = ops.applyAs(wide, new Movement.Unsqueeze(), value, ops.longs(0));
    builder.add(
        new OperatorNode(
            mark + "/" + ++count,
            new Indexing.Gather(0),
            List.of(row, index),
            List.of(result),
            Origin.NONE));
  }
}
