package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Operator;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One walk of the layout pass over one graph. */
final class LayoutWalk {
  private final boolean channelsLast;
  private final Rewriter rewriter;
  private final Placements placements;
  private final AxisRules rules;
  private final LayoutOperands operands;
  private final KernelRows kernelRows;

  LayoutWalk(Graph graph, boolean channelsLast) {
    this.channelsLast = channelsLast;
    this.rewriter = new Rewriter(graph);
    this.placements = new Placements(rewriter, graph);
    this.rules = new AxisRules(rewriter, placements);
    this.operands = new LayoutOperands(rewriter, placements, channelsLast);
    this.kernelRows = new KernelRows(rewriter, graph);
  }

  Graph finish() {
    return rewriter.finish(placements::plain);
  }

  void visit(OperatorNode node) {
    Operator operator = node.operator();
    if (operator instanceof Spatial spatial) {
      spatial(node, spatial);
    } else if (operator instanceof Movement.Transpose transpose) {
      transpose(node, transpose);
    } else if (kernelRows.take(node)) {
      return;
    } else if (node.reads().stream().noneMatch(placements::isMoved)) {
      barrier(node);
    } else if (operator instanceof Movement.Reshape || operator instanceof Movement.Flatten) {
      reshape(node);
    } else if (isElementwise(operator)) {
      elementwise(node, operator);
    } else if (operator instanceof Movement.Concat concat) {
      concat(node, concat);
    } else {
      byRule(node);
    }
  }

  private static boolean isElementwise(Operator operator) {
    return operator instanceof Unary
        || operator instanceof Binary
        || operator instanceof Variadic
        || (operator instanceof Activations
            && !(operator instanceof Activations.Softmax)
            && !(operator instanceof Activations.LogSoftmax)
            && !(operator instanceof Activations.Hardmax));
  }

  private void barrier(OperatorNode node) {
    List<@Nullable Value> reads = new ArrayList<>();
    for (Value input : node.inputs()) {
      reads.add(input == null ? null : placements.plain(input));
    }
    Operator operator = Bodies.map(node.operator(), body -> LayoutPass.apply(body, channelsLast));
    rewriter.put(node, operator, reads, node.outputs());
  }

  private void spatial(OperatorNode node, Spatial spatial) {
    Value x = node.input(0);
    // Where the number of axes is not known, nothing says which one the channels are.
    if (spatial.channelsLast() == channelsLast || !x.shape().ranked()) {
      barrier(node);
      return;
    }
    Order order = Order.toLayout(x.rank(), channelsLast);
    List<@Nullable Value> reads = new ArrayList<>();
    reads.add(placements.in(x, order));
    for (int i = 1; i < node.inputs().size(); i++) {
      Value input = node.optionalInput(i);
      if (input != null && i == 1 && spatial instanceof Convolution) {
        reads.add(placements.in(input, Order.ofKernel(input.rank(), channelsLast)));
      } else {
        reads.add(input == null ? null : placements.plain(input));
      }
    }
    List<Order> orders = new ArrayList<>();
    for (Value output : node.outputs()) {
      orders.add(orders.isEmpty() ? order : Order.plain(output.rank()));
    }
    emit(node, spatial.channelsLast(channelsLast), reads, orders);
  }

  private void transpose(OperatorNode node, Movement.Transpose transpose) {
    Value x = node.input(0);
    Order own = new Order(transpose.perm());
    if (x.constant() != null) {
      barrier(node);
      return;
    }
    // The input lies as `from`; what it gives then lies as the way back from it to the result.
    Order from = Order.plain(own.rank());
    for (Order have : placements.of(x).keySet()) {
      from = have;
      break;
    }
    Value source = placements.of(x).getOrDefault(from, x);
    placements.putOwn(node, from.inverse().then(own).inverse(), source);
  }

  private void reshape(OperatorNode node) {
    Value x = node.input(0);
    Shape target = node.output().shape();
    Order order = operands.choose(x);
    if (order.isPlain() || !target.ranked()) {
      barrier(node);
      return;
    }
    Value moved = placements.in(x, order);
    Order out = Reshapes.order(x.shape(), target, order);
    long[] lengths = out == null ? null : Reshapes.lengths(moved.shape(), out.apply(target));
    if (out != null && lengths != null) {
      Value wanted = rewriter.longs(node.name() + "/shape", lengths);
      emit(node, new Movement.Reshape(0), List.of(moved, wanted), List.of(out));
    } else if (!kernelRows.start(node, moved, order)) {
      barrier(node);
    }
  }

  private void elementwise(OperatorNode node, Operator operator) {
    Order order = operands.choose(node);
    if (order.isPlain()) {
      barrier(node);
      return;
    }
    List<@Nullable Value> reads = new ArrayList<>();
    for (Value input : node.inputs()) {
      reads.add(input == null ? null : operands.align(input, order));
    }
    emit(node, operator, reads, List.of(order));
  }

  private void concat(OperatorNode node, Movement.Concat concat) {
    Order order = operands.choose(node);
    if (order.isPlain()) {
      barrier(node);
      return;
    }
    List<@Nullable Value> reads = new ArrayList<>();
    for (Value input : node.reads()) {
      reads.add(placements.in(input, order));
    }
    emit(node, new Movement.Concat(order.positionOf(concat.axis())), reads, List.of(order));
  }

  private void byRule(OperatorNode node) {
    Value x = node.inputs().isEmpty() ? null : node.optionalInput(0);
    boolean ranked = node.outputs().stream().allMatch(output -> output.shape().ranked());
    if (x == null || !placements.isMoved(x) || !ranked) {
      barrier(node);
      return;
    }
    Order order = operands.choose(x);
    if (order.isPlain()) {
      barrier(node);
      return;
    }
    if (node.operator() instanceof Generation.Shape whole
        && whole.start() == 0
        && whole.end() == null) {
      wholeShape(node, placements.in(x, order), order);
      return;
    }
    AxisRules.Moved moved = rules.apply(node, order);
    if (moved == null) {
      barrier(node);
      return;
    }
    List<@Nullable Value> reads = new ArrayList<>();
    reads.add(placements.in(x, order));
    reads.addAll(moved.operands());
    emit(node, moved.operator(), reads, moved.outputs());
  }

  private void wholeShape(OperatorNode node, Value x, Order order) {
    Origin origin = node.origin();
    Value lengths =
        rewriter.add(
            node.operator(), node.name() + "/moved", origin, List.of(x), node.output().type());
    long[] back = order.inverse().axes().stream().mapToLong(Long::longValue).toArray();
    Value positions = rewriter.longs(node.name() + "/positions", back);
    rewriter.put(node, new Indexing.Gather(0), List.of(lengths, positions), node.outputs());
  }

  /** Puts the equal operator in a node's place and notes how its results lie. */
  private void emit(
      OperatorNode node, Operator operator, List<@Nullable Value> reads, List<Order> orders) {
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < node.outputs().size(); i++) {
      Value old = node.outputs().get(i);
      Order order = orders.get(i);
      if (order.isPlain()) {
        outputs.add(old);
        continue;
      }
      String name = rewriter.isResult(old) ? rewriter.unique(old.name() + "/moved") : old.name();
      Value moved = Value.of(name, old.type().with(order.apply(old.shape())));
      placements.put(old, order, moved);
      outputs.add(moved);
    }
    rewriter.put(node, operator, reads, outputs);
  }
}
