package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Steps of normalizations, and of dropout, which does nothing if nothing is learned. */
final class NormalizationUpgrades {
  private NormalizationUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add("BatchNormalization", 1, NormalizationUpgrades::fixedStatistics);
    steps.add("GroupNormalization", 18, NormalizationUpgrades::groupScale);
    steps.add("GroupNormalization", 21, OpsetUpgrade.NONE);
    steps.add("LayerNormalization", 17, NormalizationUpgrades::statisticsToo);
    steps.add("MeanVarianceNormalization", 9, NormalizationUpgrades::meanVariance);
    steps.add("Dropout", 1, NormalizationUpgrades::dropout);
    steps.add("Dropout", 12, NormalizationUpgrades::chosenDropout);
  }

  private static @Nullable List<Value> fixedStatistics(NodeDraft node) {
    if (node.integer("spatial", 1) == 0) {
      return List.of(ofEachPosition(node));
    }
    node.drop("is_test", "spatial");
    return null;
  }

  /** Up to opset 8 there could be a mean and variance for each position of an image. */
  private static Value ofEachPosition(NodeDraft node) {
    Ops ops = node.ops;
    Value deviation = ops.sqrt(ops.add(node.input(4), node.number("epsilon", 1e-5f)));
    Value normal = ops.div(ops.sub(node.input(0), node.input(3)), deviation);
    return ops.add(ops.mul(normal, node.input(1)), node.input(2));
  }

  /** Up to opset 20 scale and bias have one element a group. */
  private static @Nullable List<Value> groupScale(NodeDraft node) {
    Ops ops = node.ops;
    long groups = node.integer("num_groups", 1);
    long each = node.length(0, 1) / groups;
    for (int i = 1; i <= 2; i++) {
      Value column = ops.unsqueeze(node.input(i), 1);
      Value wide = ops.apply(new Movement.Expand(), column, ops.longs(groups, each));
      node.set(i, ops.apply(new Movement.Reshape(0), wide, ops.longs(groups * each)));
    }
    return null;
  }

  /** A node that wants mean and deviation as well is written out. */
  private static @Nullable List<Value> statisticsToo(NodeDraft node) {
    if (node.outputs < 2) {
      return null;
    }
    Ops ops = node.ops;
    Value input = node.input(0);
    int rank = node.rank(0);
    long axis = node.integer("axis", -1);
    long[] axes = LongStream.range(axis < 0 ? axis + rank : axis, rank).toArray();
    Value x = node.integer("stash_type", 1) == 1 ? ops.cast(input, DType.FLOAT32) : input;
    Value mean = ops.reduceMean(x, true, axes);
    Value centered = ops.sub(x, mean);
    Value variance = ops.reduceMean(ops.mul(centered, centered), true, axes);
    Value deviation = ops.sqrt(ops.add(variance, node.number("epsilon", 1e-5f)));
    Value inverse = ops.apply(new Unary.Reciprocal(), deviation);
    Value result = ops.mul(ops.cast(ops.mul(centered, inverse), input.dtype()), node.input(1));
    if (node.has(2)) {
      result = ops.add(result, node.input(2));
    }
    return List.of(result, mean, inverse);
  }

  private static List<Value> meanVariance(NodeDraft node) {
    Ops ops = node.ops;
    long[] given = node.integers("axes");
    long[] axes = given == null ? new long[] {0, 2, 3} : given;
    Value centered = ops.sub(node.input(0), ops.reduceMean(node.input(0), true, axes));
    Value variance = ops.reduceMean(ops.mul(centered, centered), true, axes);
    return List.of(ops.div(centered, ops.add(ops.sqrt(variance), 1e-9)));
  }

  private static List<Value> dropout(NodeDraft node) {
    return kept(node, node.opset >= 10 ? DType.BOOL : node.input(0).dtype());
  }

  /** From opset 12 on an input says whether to drop: where it may, dropout stays. */
  private static @Nullable List<Value> chosenDropout(NodeDraft node) {
    Value mode = node.optional(2);
    Tensor training = mode == null ? null : mode.constant();
    Value ratio = node.optional(1);
    Tensor rate = ratio == null ? null : ratio.constant();
    boolean idle = mode == null || (training != null && training.getLong(0) == 0);
    boolean keepsAll = rate != null && rate.getDouble(0) == 0;
    return idle || keepsAll ? kept(node, DType.BOOL) : null;
  }

  private static List<Value> kept(NodeDraft node, DType maskType) {
    Value x = node.input(0);
    if (node.outputs < 2) {
      return List.of(x);
    }
    Shape shape = x.shape();
    Value all =
        node.ops.apply(
            new Movement.Expand(),
            node.ops.constant(Tensor.scalar(maskType, 1L)),
            node.ops.shape(x));
    return List.of(x, shape.ranked() ? all : node.ops.apply(new Unary.Identity(), all));
  }
}
