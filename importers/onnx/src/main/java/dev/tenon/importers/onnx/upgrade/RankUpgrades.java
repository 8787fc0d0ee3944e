package dev.tenon.importers.onnx.upgrade;

import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Attributes;
import dev.tenon.ir.op.Operators;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Steps of operators that say by themselves how many axes an operand has, where nothing else does:
 * what comes out of a branch often has no known shape.
 */
final class RankUpgrades {
  private static final int INITIAL_H = 5;

  private RankUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add(List.of("LSTM", "GRU", "RNN"), 1, RankUpgrades::recurrent);
    steps.add(List.of("Conv", "ConvTranspose"), 1, RankUpgrades::likeKernel);
    steps.add(List.of("MaxPool", "AveragePool"), 1, RankUpgrades::likeWindow);
  }

  private static @Nullable List<Value> recurrent(NodeDraft node) {
    node.drop("output_sequence");
    for (int i = 0; i < 3; i++) {
      assume(node, i, 3);
    }
    assume(node, INITIAL_H, 3);
    assume(node, INITIAL_H + 1, 3);
    return node.integer("layout", 0) == 1 ? timeFirst(node) : null;
  }

  /** ONNX Runtime runs no layout with the batch first: the axes are exchanged around the other. */
  private static List<Value> timeFirst(NodeDraft node) {
    Ops ops = node.ops;
    node.attributes.put("layout", 0L);
    for (int i : new int[] {0, INITIAL_H, INITIAL_H + 1}) {
      Value value = node.optional(i);
      node.set(i, value == null ? null : ops.transpose(value, 1, 0, 2));
    }
    Operator operator =
        Attributes.create(
            Objects.requireNonNull(Operators.byName(node.opType)),
            node.attributes,
            number -> OnnxFile.dtype((int) number));
    int given = node.opType.equals("LSTM") ? node.inputs.size() : INITIAL_H + 1;
    node.keepInputs(given);
    List<Value> results = ops.applyAll(operator, node.inputs.toArray(Value[]::new));
    List<Value> turned = new ArrayList<>();
    turned.add(ops.transpose(results.get(0), 2, 0, 1, 3));
    for (Value last : results.subList(1, results.size())) {
      turned.add(ops.transpose(last, 1, 0, 2));
    }
    return turned;
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
