package dev.tenon.importers.onnx.upgrade;

import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.RandomGenerators;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of signal processing, and of random numbers. */
final class SignalUpgrades {
  private SignalUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add("HannWindow", 17, node -> window(node, 0.5, 0.5, 0));
    steps.add("HammingWindow", 17, node -> window(node, 25.0 / 46, 21.0 / 46, 0));
    steps.add("BlackmanWindow", 17, node -> window(node, 0.42, 0.5, 0.08));
    steps.add("Bernoulli", 15, SignalUpgrades::bernoulli);
    steps.add("DFT", 17, SignalUpgrades::axisAttribute);
    steps.add("DFT", 20, OpsetUpgrade.NONE);
  }

  /** Writes ones if a number between 0 and 1 is below the chance. */
  private static List<Value> bernoulli(NodeDraft node) {
    Ops ops = node.ops;
    Value chance = node.input(0);
    Float seed = node.attributes.get("seed") instanceof Float given ? given : null;
    Value drawn = ops.apply(new RandomGenerators.RandomUniformLike(null, 1, 0, seed), chance);
    DType type =
        node.attributes.get("dtype") instanceof Long number
            ? OnnxFile.dtype(Math.toIntExact(number))
            : chance.dtype();
    return List.of(ops.cast(ops.less(drawn, chance), type));
  }

  /** Up to opset 19 the axis is an attribute. */
  private static @Nullable List<Value> axisAttribute(NodeDraft node) {
    node.set(2, node.ops.constant(Tensor.scalar(DType.INT64, node.integer("axis", 1))));
    node.drop("axis");
    return null;
  }

  /** Writes {@code a - b cos(t) + c cos(2t)} for t from 0 to two pi. */
  private static List<Value> window(NodeDraft node, double a, double b, double c) {
    Ops ops = node.ops;
    DType type = OnnxFile.dtype((int) node.integer("output_datatype", 1));
    Value size = node.input(0);
    Value positions =
        ops.apply(new Generation.Range(), ops.scalar(size, 0), size, ops.scalar(size, 1));
    Value count = ops.cast(size, DType.FLOAT32);
    Value period = node.integer("periodic", 1) == 1 ? count : ops.sub(count, 1);
    Value turn = ops.div(ops.mul(ops.cast(positions, DType.FLOAT32), 2 * Math.PI), period);
    Value wave = ops.mul(ops.apply(new Unary.Cos(), turn), b);
    Value result = ops.sub(a, wave);
    if (c != 0) {
      result = ops.add(result, ops.mul(ops.apply(new Unary.Cos(), ops.mul(turn, 2)), c));
    }
    return List.of(ops.cast(result, type));
  }
}
