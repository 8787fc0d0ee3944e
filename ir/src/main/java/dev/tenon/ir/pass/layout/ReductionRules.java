package dev.tenon.ir.pass.layout;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.pass.Order;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reductions of a tensor whose axes lie in another order. */
final class ReductionRules {
  private ReductionRules() {}

  static AxisRules.@Nullable Moved apply(
      Rewriter rewriter, Reduction operator, OperatorNode node, Order order) {
    if (operator instanceof Reduction.ArgMax op) {
      long axis = order.positionOf(op.axis());
      return single(
          new Reduction.ArgMax(axis, op.keepdims(), op.selectLastIndex()), op.axis(), order);
    }
    if (operator instanceof Reduction.ArgMin op) {
      long axis = order.positionOf(op.axis());
      return single(
          new Reduction.ArgMin(axis, op.keepdims(), op.selectLastIndex()), op.axis(), order);
    }
    Value given = node.optionalInput(1);
    Tensor axes = node.constant(1);
    if (given != null && axes == null) {
      return null;
    }
    if (axes == null || axes.size() == 0) {
      boolean all = operator.noopWithEmptyAxes() == 0;
      Order out = all && operator.keepdims() == 0 ? Order.plain(0) : order;
      List<@Nullable Value> rest = new ArrayList<>();
      if (given != null) {
        rest.add(given);
      }
      return new AxisRules.Moved(operator, rest, List.of(out));
    }
    long[] moved = Arrays.stream(axes.toLongArray()).map(order::positionOf).toArray();
    if (operator instanceof Reduction.CumSum) {
      Tensor axis = Tensor.scalar(axes.dtype(), moved[0]).reshape(axes.shape());
      return new AxisRules.Moved(
          operator, List.of(rewriter.constant(node.name() + "/axis", axis)), List.of(order));
    }
    Arrays.sort(moved);
    List<@Nullable Value> rest = List.of(rewriter.longs(node.name() + "/axes", moved));
    Order out = operator.keepdims() == 1 ? order : without(order, axes.toLongArray());
    return new AxisRules.Moved(operator, rest, List.of(out));
  }

  private static AxisRules.Moved single(Reduction operator, long axis, Order order) {
    Order out = operator.keepdims() == 1 ? order : without(order, axis);
    return new AxisRules.Moved(operator, List.of(), List.of(out));
  }

  private static Order without(Order order, long... axes) {
    boolean[] gone = new boolean[order.rank()];
    for (long axis : axes) {
      gone[(int) (axis < 0 ? axis + order.rank() : axis)] = true;
    }
    return order.without(gone);
  }
}
