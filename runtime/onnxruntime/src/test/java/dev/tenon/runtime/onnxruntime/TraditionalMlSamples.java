package dev.tenon.runtime.onnxruntime;

import static dev.tenon.runtime.onnxruntime.OperatorSamples.longs;

import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.LinearModels;
import dev.tenon.ir.op.TreeEnsembles;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Small uses of the operators of {@code ai.onnx.ml} and of {@code com.microsoft}. */
final class TraditionalMlSamples {
  private final OperatorSamples to;

  TraditionalMlSamples(OperatorSamples to) {
    this.to = to;
  }

  void addAll() {
    features();
    linear();
    trees();
    to.add(new Linear.Inverse(), to.x(2, 3, 3));
    to.add(new Linear.PackedAttention(-10000, 2, null, 0, 1), to.x(2, 3, 4), to.x(4, 12), to.x(12));
  }

  private void features() {
    to.add(new FeatureProcessing.ArrayFeatureExtractor(), to.x(3, 4), longs(2, 0));
    to.add(new FeatureProcessing.Binarizer(0.5f), to.x(3, 4));
    to.add(
        new FeatureProcessing.CategoryMapper(List.of(1L, 2L), List.of("a", "b"), -1, "none"),
        to.x(DType.INT64, 3, 2));
    to.add(new FeatureProcessing.FeatureVectorizer(List.of(2L, 3L)), to.x(2, 2), to.x(2, 3));
    to.add(new FeatureProcessing.Imputer(List.of(7f), null, Float.NaN, 0), to.x(2, 3));
    to.add(
        FeatureProcessing.LabelEncoder.of(List.of("a", "b"), List.of(4L, 5L), -2),
        OperatorSamples.fixed(Tensor.ofStrings(new String[] {"b", "c"}, 2)));
    to.add(new FeatureProcessing.Normalizer("L2"), to.x(2, 3));
    to.add(
        new FeatureProcessing.OneHotEncoder(List.of(0L, 3L, 5L), null, 1), to.x(DType.INT64, 2, 3));
    to.add(new FeatureProcessing.Scaler(List.of(0.5f, 0f, 1f), List.of(1f, 2f, 3f)), to.x(2, 3));
  }

  private void linear() {
    List<Float> weights = List.of(1f, -2f, 0.5f, 0f, 1f, -1f);
    List<Float> kernel = List.of(0.5f, 0.1f, 2f);
    to.add(
        new LinearModels.LinearClassifier(
            List.of(3L, 4L), null, weights, List.of(0.1f, 0.2f), 0, "SOFTMAX"),
        to.x(4, 3));
    to.add(new LinearModels.LinearRegressor(weights, List.of(0.1f, 0.2f), "NONE", 2), to.x(4, 3));
    to.add(
        new LinearModels.SVMClassifier(
            null,
            List.of("a", "b"),
            List.of(1f, -1f),
            kernel,
            "RBF",
            "NONE",
            null,
            null,
            List.of(0.1f),
            weights,
            List.of(1L, 1L)),
        to.x(4, 3));
    to.add(
        new LinearModels.SVMRegressor(
            List.of(1f, -1f), kernel, "POLY", 2, 0, "NONE", List.of(0.3f), weights),
        to.x(4, 3));
  }

  private void trees() {
    List<Long> none = null;
    List<Long> tree = List.of(0L, 0L, 0L);
    List<Long> nodes = List.of(0L, 1L, 2L);
    List<Long> features = List.of(1L, 0L, 0L);
    List<Long> yes = List.of(1L, 0L, 0L);
    List<Long> no = List.of(2L, 0L, 0L);
    List<String> modes = List.of("BRANCH_LEQ", "LEAF", "LEAF");
    List<Float> splits = List.of(0.5f, 0f, 0f);
    List<Long> leafTrees = List.of(0L, 0L);
    List<Long> leaves = List.of(1L, 2L);
    to.add(
        new TreeEnsembles.TreeEnsembleRegressor(
            "SUM",
            null,
            null,
            1L,
            no,
            features,
            null,
            null,
            none,
            modes,
            nodes,
            tree,
            yes,
            splits,
            null,
            "NONE",
            leafTrees,
            leaves,
            leafTrees,
            List.of(2f, 3f),
            null),
        to.x(5, 2));
    to.add(
        new TreeEnsembles.TreeEnsembleClassifier(
            null,
            null,
            List.of(0L, 2L),
            leaves,
            leafTrees,
            List.of(2f, 3f),
            null,
            List.of(7L, 8L, 9L),
            null,
            no,
            features,
            null,
            null,
            none,
            modes,
            nodes,
            tree,
            yes,
            splits,
            null,
            "SOFTMAX"),
        to.x(5, 2));
    to.add(
        new TreeEnsembles.TreeEnsemble(
            1,
            List.of(0L, 1L),
            Tensor.of(new float[] {2, 3}, 2),
            null,
            2L,
            List.of(1L),
            List.of(1L),
            List.of(1L),
            null,
            null,
            Tensor.zeros(DType.UINT8, 1),
            Tensor.of(new float[] {0.5f}, 1),
            List.of(1L),
            List.of(0L),
            0,
            List.of(0L)),
        to.x(5, 2));
  }
}
