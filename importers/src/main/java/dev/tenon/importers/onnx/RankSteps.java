package dev.tenon.importers.onnx;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps of operators that say by themselves how many axes an operand has, where nothing else does:
 * what comes out of a branch often has no known shape.
 */
final class RankSteps {
  private static final int INITIAL_H = 5;

  private RankSteps() {}

  static void register(Steps.Registry steps) {
    steps.add(List.of("LSTM", "GRU", "RNN"), 1, RankSteps::recurrent);
    steps.add(List.of("Conv", "ConvTranspose"), 1, RankSteps::likeKernel);
    steps.add(List.of("MaxPool", "AveragePool"), 1, RankSteps::likeWindow);
  }

  private static @Nullable List<Value> recurrent(NodeDraft node) {
    node.drop("output_sequence");
    for (int i = 0; i < 3; i++) {
      assume(node, i, 3);
    }
    assume(node, INITIAL_H, 3);
    assume(node, INITIAL_H + 1, 3);
    return null;
  }

  private static @Nullable List<Value> likeKernel(NodeDraft node) {
    Shape kernel = node.input(1).shape();
    if (kernel.ranked()) {
      assume(node, 0, kernel.rank());
    }
    return null;
  }

  private static @Nullable List<Value> likeWindow(NodeDraft node) {
    long[] kernel = node.integers("kernel_shape");
    if (kernel != null) {
      assume(node, 0, kernel.length + 2);
    }
    return null;
  }

  private static void assume(NodeDraft node, int index, int rank) {
    Value value = node.optional(index);
    if (value != null && !value.shape().ranked()) {
      node.set(index, node.ops.applyAs(Shape.ofRank(rank), new Unary.Identity(), value));
    }
  }
}
