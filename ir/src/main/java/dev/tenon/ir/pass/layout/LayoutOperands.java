package dev.tenon.ir.pass.layout;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.pass.Order;
import dev.tenon.ir.pass.Reshapes;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Chooses the order of axes in which an operator works, and brings operands into it. */
final class LayoutOperands {
  private final Rewriter rewriter;
  private final Placements placements;
  private final boolean channelsLast;

  LayoutOperands(Rewriter rewriter, Placements placements, boolean channelsLast) {
    this.rewriter = rewriter;
    this.placements = placements;
    this.channelsLast = channelsLast;
  }

  /** Returns the order in which a single operand is best read. */
  Order choose(Value x) {
    return x.shape().ranked() ? choose(List.of(x), x.rank()) : Order.plain(0);
  }

  /** Returns the order that asks for the fewest Transposes of a node's operands. */
  Order choose(OperatorNode node) {
    Shape result = node.output().shape();
    boolean ranked = node.reads().stream().allMatch(value -> value.shape().ranked());
    return result.ranked() && ranked ? choose(node.reads(), result.rank()) : Order.plain(0);
  }

  private Order choose(List<Value> operands, int rank) {
    Order plain = Order.plain(rank);
    if (rank < 2) {
      return plain;
    }
    Order layout = Order.toLayout(rank, channelsLast);
    Set<Order> candidates = new LinkedHashSet<>();
    // At equal cost the target layout wins: a later convolution wants it.
    if (operands.stream().anyMatch(x -> placements.of(x).containsKey(layout))) {
      candidates.add(layout);
    }
    boolean onlyOwn = true;
    for (Value x : operands) {
      boolean own = placements.isOwnTranspose(x);
      onlyOwn &= own || !placements.isMoved(x);
      if (!own && x.rank() == rank) {
        candidates.addAll(placements.of(x).keySet());
      }
    }
    if (onlyOwn) {
      // A Transpose of the model itself stays where it is, unless a layout asks for its inverse.
      candidates.remove(plain);
    }
    candidates.add(plain);
    Order best = plain;
    int least = Integer.MAX_VALUE;
    for (Order candidate : candidates) {
      int cost = 0;
      for (Value x : operands) {
        cost += x.rank() == rank && !placements.isFree(x, candidate) ? 1 : 0;
      }
      if (cost < least) {
        least = cost;
        best = candidate;
      }
    }
    return best;
  }

  /** Returns an operand, broadcast from the right, for an operator that works in some order. */
  Value align(Value old, Order order) {
    int rank = order.rank();
    if (old.rank() == rank) {
      return placements.in(old, order);
    }
    Value plain = placements.plain(old);
    if (plain.rank() == 0 || plain.shape().size().orMinusOne() == 1) {
      return plain;
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = plain.rank(); i < rank; i++) {
      dims.add(Dim.of(1));
    }
    Shape padded = Shape.of(dims).concat(plain.shape());
    Shape moved = order.apply(padded);
    int ones = 0;
    while (ones < rank && moved.length(ones) == 1) {
      ones++;
    }
    Tensor constant = plain.constant();
    if (constant != null) {
      long[] target = moved.sub(ones, rank).toLongs();
      Tensor tensor = constant.reshape(padded.toLongs()).transpose(order.toInts());
      return rewriter.constant(plain.name(), tensor.reshape(target));
    }
    return move(plain, padded, order);
  }

  private Value move(Value plain, Shape padded, Order order) {
    Origin origin = new Origin("", LayoutPass.KIND);
    Shape moved = order.apply(padded);
    boolean free = order.movesOnlyOnes(padded);
    Shape first = free ? moved : padded;
    long[] lengths = Reshapes.lengths(plain.shape(), first);
    Value wide;
    if (lengths != null) {
      wide =
          rewriter.add(
              new Movement.Reshape(0),
              plain.name() + "/Reshape",
              origin,
              List.of(plain, rewriter.longs(plain.name() + "/shape", lengths)),
              plain.type().with(first));
    } else {
      int missing = order.rank() - plain.rank();
      long[] axes = new long[missing];
      Arrays.setAll(axes, i -> i);
      free = false;
      wide =
          rewriter.add(
              new Movement.Unsqueeze(),
              plain.name() + "/Unsqueeze",
              origin,
              List.of(plain, rewriter.longs(plain.name() + "/axes", axes)),
              plain.type().with(padded));
    }
    return free
        ? wide
        : rewriter.add(
            new Movement.Transpose(order.axes()),
            plain.name() + "/Transpose",
            origin,
            List.of(wide),
            plain.type().with(moved));
  }
}
