package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a ReLU as the larger of its input and 0.
 *
 * <p>A ReLU that TensorFlow joins with the convolution or product before it makes 0 of NaN, in
 * Keras' {@code predict} too. Who looks inside a model wants to see where NaN comes from; the other
 * numbers are the same.
 */
public final class NanPreservingRelu {
  private final List<OperatorNode> nodes = new ArrayList<>();

  private NanPreservingRelu() {}

  public static List<OperatorNode> apply(List<OperatorNode> nodes) {
    NanPreservingRelu written = new NanPreservingRelu();
    nodes.forEach(written::add);
    return written.nodes;
  }

  private void add(OperatorNode node) {
    if (node.operator() instanceof Unary.Relu && node.output().dtype().isFloating()) {
      limit(node, new Variadic.Max(), node.input(0), zero(node), node.output());
    } else if (node.operator() instanceof Variadic.Clip
        && node.output().dtype().isFloating()
        && isConstant(node, 1)
        && isConstant(node, 2)) {
      Value above = Value.of(node.name() + "/above", node.output().type());
      limit(node, new Variadic.Max(), node.input(0), node.input(1), above);
      limit(node, new Variadic.Min(), above, node.input(2), node.output());
    } else {
      nodes.add(node);
    }
  }

  private static Value zero(OperatorNode node) {
    return Value.constant(node.name() + "/zero", Tensor.scalar(node.output().dtype(), 0));
  }

  private static boolean isConstant(OperatorNode node, int input) {
    Value value = node.optionalInput(input);
    return value != null && value.constant() != null;
  }

  private void limit(OperatorNode node, Operator operator, Value x, Value bound, Value result) {
    nodes.add(
        new OperatorNode(
            result == node.output() ? node.name() : result.name(),
            operator,
            List.of(x, bound),
            List.of(result),
            node.origin()));
  }
}
