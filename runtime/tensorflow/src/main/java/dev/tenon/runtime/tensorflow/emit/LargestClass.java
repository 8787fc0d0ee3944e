package dev.tenon.runtime.tensorflow.emit;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the largest probability, which accuracy asks for, among the numbers that a softmax
 * takes: the order is the same, and where the loss takes them too, nobody computes the softmax.
 */
final class LargestClass {
  private final Map<Value, OperatorNode> softmaxes = new IdentityHashMap<>();

  LargestClass(List<OperatorNode> nodes) {
    for (OperatorNode node : nodes) {
      if (axis(node.operator()) != null) {
        softmaxes.put(node.output(), node);
      } else if (node.operator() instanceof Unary.Identity) {
        OperatorNode named = softmaxes.get(node.input(0));
        if (named != null) {
          softmaxes.put(node.output(), named);
        }
      }
    }
  }

  /** Returns the same node on what the softmax takes; the node itself where there is no softmax. */
  OperatorNode simplified(OperatorNode node) {
    if (!(node.operator() instanceof Reduction.ArgMax largest)) {
      return node;
    }
    OperatorNode softmax = softmaxes.get(node.input(0));
    if (softmax == null || !softmax.input(0).shape().ranked()) {
      return node;
    }
    int rank = softmax.input(0).rank();
    Long along = axis(softmax.operator());
    boolean same =
        along != null && Math.floorMod(along, rank) == Math.floorMod(largest.axis(), rank);
    return same ? node.with(largest, List.of(softmax.input(0))) : node;
  }

  private static @Nullable Long axis(Operator operator) {
    if (operator instanceof Activations.Softmax softmax) {
      return softmax.axis();
    }
    return operator instanceof Activations.LogSoftmax softmax ? softmax.axis() : null;
  }
}
