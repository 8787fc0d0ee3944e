package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of operators that move elements about. */
final class MovementUpgrades {
  private MovementUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add("Reshape", 1, MovementUpgrades::shapeInput);
    steps.add("Reshape", 5, OpsetUpgrade.NONE);
    steps.add("Pad", 1, MovementUpgrades::padsInput);
    steps.add("Pad", 11, RunTimeUpgrades::pad);
    steps.add("Tile", 1, MovementUpgrades::repeatsOfAxis);
    steps.add("Tile", 6, OpsetUpgrade.NONE);
    steps.add("Scatter", 9, MovementUpgrades::elements);
    steps.add("Compress", 9, MovementUpgrades::compress);
    steps.add("CenterCropPad", 18, RunTimeUpgrades::center);
  }

  private static @Nullable List<Value> shapeInput(NodeDraft node) {
    long[] shape = node.integers("shape");
    node.set(1, node.ops.longs(shape == null ? new long[0] : shape));
    node.drop("shape");
    return null;
  }

  private static @Nullable List<Value> padsInput(NodeDraft node) {
    long[] pads = node.integers("pads");
    long[] old = node.integers("paddings");
    long[] all = pads != null ? pads : old;
    if (all != null) {
      node.set(1, node.ops.longs(all));
    }
    if (node.attributes.containsKey("value")) {
      node.set(2, node.ops.scalar(node.input(0), node.number("value", 0)));
    }
    node.drop("pads", "paddings", "value");
    return null;
  }

  /** At opset 1 one axis is repeated, and which one is an input. */
  private static @Nullable List<Value> repeatsOfAxis(NodeDraft node) {
    long[] repeats = new long[node.rank(0)];
    Arrays.fill(repeats, 1);
    Tensor axis = node.constant(2);
    repeats[Math.toIntExact(axis.getLong(0))] = node.constant(1).getLong(0);
    node.keepInputs(1);
    node.set(1, node.ops.longs(repeats));
    return null;
  }

  private static @Nullable List<Value> elements(NodeDraft node) {
    node.opType = "ScatterElements";
    return null;
  }

  /** Keeps the entries along an axis, or of all elements in a row, for which a condition holds. */
  private static List<Value> compress(NodeDraft node) {
    Value x = node.input(0);
    boolean flat = !node.attributes.containsKey("axis");
    Value row = flat ? node.ops.apply(new Movement.Reshape(0), x, node.ops.longs(-1)) : x;
    Value found = node.ops.apply(new Indexing.NonZero(), node.input(1));
    Value positions = node.ops.apply(new Movement.Reshape(0), found, node.ops.longs(-1));
    int axis = flat ? 0 : x.shape().axis(Math.toIntExact(node.integer("axis", 0)));
    return List.of(node.ops.gather(row, positions, axis));
  }
}
