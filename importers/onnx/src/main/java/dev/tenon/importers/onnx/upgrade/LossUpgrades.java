package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps that write losses in plain operators. */
final class LossUpgrades {
  private LossUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add("NegativeLogLikelihoodLoss", 12, LossUpgrades::likelihood);
    steps.add("SoftmaxCrossEntropyLoss", 12, LossUpgrades::crossEntropy);
  }

  private static List<Value> likelihood(NodeDraft node) {
    return List.of(loss(node, node.input(0)));
  }

  private static List<Value> crossEntropy(NodeDraft node) {
    Value logarithms = node.ops.apply(new Activations.LogSoftmax(1), node.input(0));
    return List.of(loss(node, logarithms), logarithms);
  }

  /** The mean, sum or list of what the targets' classes (on axis 1) have, with the sign changed. */
  private static Value loss(NodeDraft node, Value logarithms) {
    Ops ops = node.ops;
    Value targets = ops.cast(node.input(1), DType.INT64);
    Value ignored = null;
    if (node.attributes.containsKey("ignore_index")) {
      ignored =
          ops.equal(
              targets, ops.constant(Tensor.scalar(DType.INT64, node.integer("ignore_index", 0))));
      targets = ops.where(ignored, ops.scalar(targets, 0), targets);
    }
    Value picked = ops.apply(new Indexing.GatherElements(1), logarithms, ops.unsqueeze(targets, 1));
    Value losses = ops.neg(ops.squeeze(picked, 1));
    Value weights = weights(ops, node.optional(2), targets, ignored, losses);
    if (weights != null) {
      losses = ops.mul(losses, weights);
    }
    return switch (node.text("reduction", "mean")) {
      case "none" -> losses;
      case "sum" -> ops.apply(new Reduction.ReduceSum(0, 0), losses);
      default ->
          weights == null
              ? ops.apply(new Reduction.ReduceMean(0, 0), losses)
              : ops.div(
                  ops.apply(new Reduction.ReduceSum(0, 0), losses),
                  ops.apply(new Reduction.ReduceSum(0, 0), weights));
    };
  }

  private static @Nullable Value weights(
      Ops ops, @Nullable Value ofClasses, Value targets, @Nullable Value ignored, Value losses) {
    Value weights = ofClasses == null ? null : ops.gather(ofClasses, targets, 0);
    if (ignored == null) {
      return weights;
    }
    Value zero = ops.scalar(losses, 0);
    return weights == null
        ? ops.where(ignored, zero, ops.scalar(losses, 1))
        : ops.where(ignored, zero, weights);
  }
}
