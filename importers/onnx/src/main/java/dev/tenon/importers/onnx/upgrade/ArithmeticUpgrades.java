package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of operators that compute element by element. */
final class ArithmeticUpgrades {
  private ArithmeticUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    for (String binary :
        List.of(
            "Add", "Sub", "Mul", "Div", "And", "Or", "Xor", "Equal", "Greater", "Less", "Pow")) {
      steps.add(binary, 1, ArithmeticUpgrades::axisBroadcast);
    }
    steps.add("PRelu", 1, ArithmeticUpgrades::channelSlope);
    steps.add("PRelu", 7, OpsetUpgrade.NONE);
    steps.add("Gemm", 1, ArithmeticUpgrades::noBroadcastFlag);
    steps.add("Clip", 1, ArithmeticUpgrades::bounds);
  }

  /** Up to opset 6 the second operand's axes begin at {@code axis} of the first's. */
  private static @Nullable List<Value> axisBroadcast(NodeDraft node) {
    if (node.integer("broadcast", 0) == 1 && node.attributes.containsKey("axis")) {
      int rank = node.rank(0);
      int own = node.rank(1);
      long axis = node.integer("axis", 0);
      long first = axis < 0 ? axis + rank : axis;
      node.set(1, trailingOnes(node, node.input(1), rank - (int) first - own));
    }
    node.drop("axis", "broadcast");
    return null;
  }

  private static Value trailingOnes(NodeDraft node, Value value, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("axis and shapes do not fit");
    }
    if (count == 0) {
      return value;
    }
    long[] axes = new long[count];
    for (int i = 0; i < count; i++) {
      axes[i] = value.rank() + (long) i;
    }
    return node.ops.unsqueeze(value, axes);
  }

  /** Up to opset 6 a slope has one element a channel, and channels lie second. */
  private static @Nullable List<Value> channelSlope(NodeDraft node) {
    int rank = node.rank(0);
    if (node.rank(1) == 1 && rank > 2) {
      node.set(1, trailingOnes(node, node.input(1), rank - 2));
    }
    return null;
  }

  private static @Nullable List<Value> noBroadcastFlag(NodeDraft node) {
    node.drop("broadcast");
    return null;
  }

  /** Up to opset 10 the bounds are attributes. */
  private static @Nullable List<Value> bounds(NodeDraft node) {
    Value x = node.input(0);
    if (node.attributes.containsKey("min")) {
      node.set(1, node.ops.scalar(x, node.number("min", 0)));
    }
    if (node.attributes.containsKey("max")) {
      node.set(2, node.ops.scalar(x, node.number("max", 0)));
    }
    node.drop("min", "max");
    return null;
  }
}
