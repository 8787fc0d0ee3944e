package dev.tenon.ir.pass.layout;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.pass.Bodies;
import dev.tenon.ir.pass.Order;
import dev.tenon.ir.pass.Reshapes;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One walk of the layout pass over one graph. */
final class LayoutWalk {
  private final boolean channelsLast;
  private final Rewriter rewriter;
  private final Placements placements;
  private final LayoutOperands operands;
  private final FlattenDensePermutation kernelRows;
  private final ImageReaders images;

  LayoutWalk(Graph graph, boolean channelsLast) {
    this.channelsLast = channelsLast;
    this.rewriter = new Rewriter(graph);
    this.placements = new Placements(rewriter);
    this.operands = new LayoutOperands(rewriter, placements, channelsLast);
    this.kernelRows = new FlattenDensePermutation(rewriter);
    this.images = new ImageReaders(graph, rewriter.uses(), channelsLast);
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
    } else if (isWantedPart(node)) {
      part(node);
    } else if (node.reads().stream().noneMatch(placements::isMoved)) {
      barrier(node);
    } else if (operator instanceof Movement.Reshape || operator instanceof Movement.Flatten) {
      reshape(node);
    } else if (isElementwise(operator)) {
      elementwise(node, operator);
    } else if (operator instanceof Movement.Concat concat) {
      concat(node, concat);
    } else if (operator instanceof Linear.MatMul) {
      product(node);
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
    List<@Nullable Value> reads = node.map(placements::plain);
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
    if (!target.ranked() || !x.shape().ranked()) {
      barrier(node);
      return;
    }
    Order out = order.isPlain() ? null : Reshapes.order(x.shape(), target, order);
    boolean wanted = target.rank() > 2 && images.want(node.output());
    if (wanted && !isLayout(out, target)) {
      // What is given has to be moved in any case: as this node needs it, to give an image.
      Order image = Order.toLayout(target.rank(), channelsLast);
      Order before = Reshapes.order(target, x.shape(), image);
      if (before != null && !before.isPlain() && reshape(node, before, image)) {
        return;
      }
    }
    boolean done = out != null && reshape(node, order, out);
    if (!done && (order.isPlain() || !kernelRows.start(node, placements.in(x, order), order))) {
      barrier(node);
    }
  }

  private boolean isLayout(@Nullable Order order, Shape shape) {
    return order != null && order.equals(Order.toLayout(shape.rank(), channelsLast));
  }

  /** Reshapes a value in one order to the result in another, unless that has no number to say. */
  private boolean reshape(OperatorNode node, Order order, Order out) {
    Shape target = out.apply(node.output().shape());
    long[] lengths = Reshapes.lengths(order.apply(node.input(0).shape()), target);
    if (lengths == null) {
      return false;
    }
    Value shape = rewriter.longs(node.name() + "/shape", lengths);
    Value moved = placements.in(node.input(0), order);
    emit(node, new Movement.Reshape(0), List.of(moved, shape), List.of(out));
    return true;
  }

  private boolean isWantedPart(OperatorNode node) {
    if (!ImageReaders.isPart(node) || !images.want(node.output())) {
      return false;
    }
    Value x = node.input(0);
    return x.constant() == null && x.rank() > 3 && images.wantParts(x, ImageReaders.axisOf(node));
  }

  /** Takes one position of what is moved as a whole, such as one step of a film. */
  private void part(OperatorNode node) {
    int axis = ImageReaders.axisOf(node);
    Order image = Order.toLayout(node.output().rank(), channelsLast);
    List<Long> axes = new ArrayList<>();
    image.axes().forEach(i -> axes.add(i < axis ? i : i + 1));
    axes.add(axis == 0 ? 0 : 1, (long) axis);
    Order order = new Order(axes);
    Value index = placements.plain(node.input(1));
    List<@Nullable Value> reads = List.of(placements.in(node.input(0), order), index);
    emit(node, new Indexing.Gather(order.positionOf(axis)), reads, List.of(image));
  }

  /** The transposed product is the product of the transposed factors, the other way round. */
  private void product(OperatorNode node) {
    Value a = node.input(0);
    Value b = node.input(1);
    int rank = node.output().shape().ranked() ? node.output().rank() : 0;
    if (rank > 2
        && a.shape().ranked()
        && a.rank() == rank
        && b.shape().ranked()
        && b.rank() == rank) {
      Order plain = Order.plain(rank);
      List<Long> axes = new ArrayList<>(plain.axes().subList(0, rank - 2));
      axes.addAll(List.of(rank - 1L, rank - 2L));
      Order swapped = new Order(axes);
      if (cost(a, swapped) + cost(b, swapped) < cost(a, plain) + cost(b, plain)) {
        List<@Nullable Value> reads = List.of(placements.in(b, swapped), placements.in(a, swapped));
        emit(node, node.operator(), reads, List.of(swapped));
        return;
      }
    }
    barrier(node);
  }

  private int cost(Value value, Order order) {
    return placements.isFree(value, order) ? 0 : 1;
  }

  private void elementwise(OperatorNode node, Operator operator) {
    Order order = operands.choose(node);
    if (order.isPlain()) {
      barrier(node);
      return;
    }
    emit(node, operator, node.map(input -> operands.align(input, order)), List.of(order));
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
    AxisRules.Moved moved = AxisRules.apply(rewriter, placements, node, order);
    if (moved == null && node.operator() instanceof Generation.Shape shape) {
      lengths(node, shape, placements.in(x, order), order);
      return;
    }
    if (moved == null) {
      barrier(node);
      return;
    }
    List<@Nullable Value> reads = new ArrayList<>();
    reads.add(placements.in(x, order));
    reads.addAll(moved.operands());
    emit(node, moved.operator(), reads, moved.outputs());
  }

  /** Takes several lengths out of the moved shape. */
  private void lengths(OperatorNode node, Generation.Shape shape, Value x, Order order) {
    Value all =
        rewriter.add(
            new Generation.Shape(0, null),
            node.name() + "/moved",
            node.origin(),
            List.of(x),
            node.output().type().with(Shape.of(order.rank())));
    int rank = order.rank();
    long[] back = order.inverse().axes().stream().mapToLong(Long::longValue).toArray();
    long[] part = Arrays.copyOfRange(back, shape.from(rank), shape.to(rank));
    Value positions = rewriter.longs(node.name() + "/positions", part);
    rewriter.put(node, new Indexing.Gather(0), List.of(all, positions), node.outputs());
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
