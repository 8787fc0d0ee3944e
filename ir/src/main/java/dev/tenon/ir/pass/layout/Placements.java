package dev.tenon.ir.pass.layout;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.pass.Order;
import dev.tenon.ir.pass.Reshapes;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In which orders of axes the values of the old graph are at hand in the new one. */
final class Placements {
  private final Rewriter rewriter;
  private final Map<Value, Map<Order, Value>> known = new IdentityHashMap<>();
  private final Map<Value, OperatorNode> ownTransposes = new IdentityHashMap<>();

  Placements(Rewriter rewriter) {
    this.rewriter = rewriter;
  }

  /** Notes what a value of the old graph is in some order. */
  void put(Value old, Order order, Value moved) {
    known.computeIfAbsent(old, v -> new LinkedHashMap<>()).put(order, moved);
  }

  /** Notes that a value is the result of a Transpose of the old graph that may not be needed. */
  void putOwn(OperatorNode transpose, Order order, Value moved) {
    put(transpose.output(), order, moved);
    ownTransposes.put(transpose.output(), transpose);
  }

  /** Returns whether a value is no more as the old graph has it. */
  boolean isMoved(Value old) {
    return known.containsKey(old);
  }

  /** Returns the orders in which a value is at hand, the first one first. */
  Map<Order, Value> of(Value old) {
    return known.getOrDefault(old, Map.of());
  }

  /** Returns whether a value comes from a Transpose of the old graph. */
  boolean isOwnTranspose(Value old) {
    return ownTransposes.containsKey(old);
  }

  /** Returns a vector with the entries of another, in the order given. */
  Value picked(Value vector, String hint, List<Long> entries) {
    long[] positions = entries.stream().mapToLong(Long::longValue).toArray();
    return rewriter.add(
        new Indexing.Gather(0),
        hint + "/Gather",
        new Origin("", LayoutPass.KIND),
        List.of(vector, rewriter.longs(hint + "/positions", positions)),
        vector.type());
  }

  /** Returns a value as the old graph has it. */
  Value plain(Value old) {
    return known.containsKey(old) ? in(old, Order.plain(old.rank())) : old;
  }

  /** Returns whether a value is to be had in an order without moving elements. */
  boolean isFree(Value old, Order order) {
    if (old.constant() != null || filled(old) != null) {
      return true;
    }
    if (!known.containsKey(old)) {
      return order.movesOnlyOnes(old.shape());
    }
    return of(old).keySet().stream()
        .anyMatch(have -> step(have, order).movesOnlyOnes(have.apply(old.shape())));
  }

  /** Returns a value in some order, transposing it where it is not at hand. */
  Value in(Value old, Order order) {
    if (!known.containsKey(old)) {
      if (order.isPlain()) {
        return old;
      }
      put(old, Order.plain(order.rank()), old);
    }
    Value ready = of(old).get(order);
    if (ready != null) {
      return ready;
    }
    Tensor constant = old.constant();
    OperatorNode fill = filled(old);
    Value moved;
    if (constant != null) {
      moved = rewriter.constant(old.name(), constant.transpose(order.toInts()));
    } else {
      moved = fill == null ? move(old, order) : fill(fill, order);
    }
    put(old, order, moved);
    return moved;
  }

  /**
   * Returns the node that fills a value with one number, such as the first state of a recurrent
   * cell: that is made in any order. Null where another node gives the value.
   */
  private @Nullable OperatorNode filled(Value old) {
    OperatorNode node = rewriter.uses().producer(old);
    if (node == null) {
      return null;
    }
    int lengths = node.operator() instanceof Movement.Expand ? 1 : 0;
    boolean fills =
        node.operator() instanceof Generation.ConstantOfShape
            || (lengths == 1 && node.input(0).shape().size().orMinusOne() == 1);
    boolean fits =
        fills
            && old.shape().ranked()
            && node.input(lengths).shape().ranked()
            && node.input(lengths).shape().length(0) == old.rank();
    return fits ? node : null;
  }

  private Value fill(OperatorNode node, Order order) {
    List<@Nullable Value> operands = new ArrayList<>();
    for (Value operand : node.reads()) {
      operands.add(plain(operand));
    }
    int lengths = operands.size() - 1;
    Value shape = plain(node.input(lengths));
    Tensor constant = shape.constant();
    operands.set(
        lengths,
        constant == null
            ? picked(shape, shape.name(), order.axes())
            : rewriter.longs(shape.name(), order.apply(constant.toLongArray())));
    TensorType type = node.output().type();
    return rewriter.add(
        node.operator(),
        node.name() + "/moved",
        new Origin(node.origin().path(), LayoutPass.KIND),
        operands,
        type.with(order.apply(type.shape())));
  }

  private Value move(Value old, Order order) {
    Order from = source(old, order);
    Order step = step(from, order);
    Value source = of(old).getOrDefault(from, old);
    Shape target = order.apply(old.shape());
    OperatorNode own = ownTransposes.get(old);
    if (own != null && order.isPlain()) {
      return result(old, own.name(), own.origin(), step, source);
    }
    OperatorNode producer = rewriter.uses().producer(old);
    Origin origin = new Origin(producer == null ? "" : producer.origin().path(), LayoutPass.KIND);
    if (order.isPlain() && rewriter.isResult(old)) {
      return result(old, rewriter.unique(old.name() + "/Transpose"), origin, step, source);
    }
    if (step.movesOnlyOnes(source.shape())) {
      long[] lengths = Reshapes.lengths(source.shape(), target);
      if (lengths != null) {
        Value wanted = rewriter.longs(old.name() + "/shape", lengths);
        return rewriter.add(
            new Movement.Reshape(0),
            old.name() + "/Reshape",
            origin,
            List.of(source, wanted),
            source.type().with(target));
      }
    }
    return rewriter.add(
        new Movement.Transpose(step.axes()),
        old.name() + "/Transpose",
        origin,
        List.of(source),
        source.type().with(target));
  }

  /** Gives back the very value of the old graph. */
  private Value result(Value old, String name, Origin origin, Order step, Value source) {
    Movement.Transpose transpose = new Movement.Transpose(step.axes());
    rewriter.put(new OperatorNode(name, transpose, List.of(source), List.of(old), origin));
    return old;
  }

  private Order source(Value old, Order order) {
    Order first = Order.plain(order.rank());
    boolean found = false;
    for (Order have : of(old).keySet()) {
      if (step(have, order).movesOnlyOnes(have.apply(old.shape()))) {
        return have;
      }
      if (!found) {
        first = have;
        found = true;
      }
    }
    return first;
  }

  /** Returns what takes a tensor from one order to another. */
  private static Order step(Order from, Order to) {
    return from.inverse().then(to);
  }
}
