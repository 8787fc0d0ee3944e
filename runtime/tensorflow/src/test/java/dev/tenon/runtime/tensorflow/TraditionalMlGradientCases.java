package dev.tenon.runtime.tensorflow;

import static dev.tenon.runtime.tensorflow.GradientCases.add;
import static dev.tenon.runtime.tensorflow.GradientCases.numbers;
import static dev.tenon.runtime.tensorflow.GradientCases.rough;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.LinearModels;
import dev.tenon.tensor.DType;
import java.util.List;

/** Uses of what can be differentiated of {@code ai.onnx.ml}, which gives 32 bits, and of others. */
final class TraditionalMlGradientCases {
  private static final List<Float> WEIGHTS = List.of(1f, -2f, 0.5f, 0f, 1f, -1f);
  private static final List<Float> KERNEL = List.of(0.5f, 0.1f, 2f);

  private TraditionalMlGradientCases() {}

  static void addAll() {
    table(new FeatureProcessing.ArrayFeatureExtractor());
    table(new FeatureProcessing.FeatureVectorizer(List.of(3L)));
    table(new FeatureProcessing.Imputer(List.of(7f), null, 3f, 0));
    table(new FeatureProcessing.Normalizer("L2"));
    table(new FeatureProcessing.Scaler(List.of(0.5f), List.of(1f, 2f, 3f)));
    table(new LinearModels.LinearRegressor(WEIGHTS, List.of(0.1f, 0.2f), "LOGISTIC", 2));
    table(
        new LinearModels.LinearClassifier(
            List.of(3L, 4L), null, WEIGHTS, List.of(0.1f, 0.2f), 0, "SOFTMAX"));
    table(
        new LinearModels.SVMRegressor(
            List.of(1f, -1f), KERNEL, "RBF", 2, 0, "NONE", List.of(0.3f), WEIGHTS));
    table(
        new LinearModels.SVMClassifier(
            null,
            List.of("a", "b"),
            List.of(1f, -1f),
            KERNEL,
            "POLY",
            "NONE",
            null,
            null,
            List.of(0.1f),
            WEIGHTS,
            List.of(1L, 1L)));
    add(
        "Inverse",
        new long[] {2, 2, 2},
        (ops, x) -> ops.apply(new Linear.Inverse(), ops.add(x, numbers(ops, 2, 2, 2))));
    add(
        "PackedAttention",
        new long[] {2, 3, 4},
        (ops, x) ->
            ops.apply(
                new Linear.PackedAttention(-10000, 2, null, 0, 1),
                x,
                numbers(ops, 4, 12),
                numbers(ops, 12)));
  }

  /** Takes the last result: a classifier's labels do not move with small changes. */
  private static void table(Operator operator) {
    rough(operator.opType(), new long[] {2, 3}, (ops, x) -> last(ops, operator, x));
  }

  private static Value last(Ops ops, Operator operator, Value x) {
    List<Value> results =
        operator instanceof FeatureProcessing.ArrayFeatureExtractor
            ? ops.applyAll(operator, x, ops.longs(2, 0))
            : ops.applyAll(operator, x);
    return ops.cast(results.get(results.size() - 1), DType.FLOAT64);
  }
}
