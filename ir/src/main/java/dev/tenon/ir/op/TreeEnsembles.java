package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums, averages and extremes of decision trees: random forests, gradient boosting. */
public sealed interface TreeEnsembles extends TraditionalMl {
  /** The functions that join trees, under their numbers in {@code TreeEnsemble}. */
  List<String> AGGREGATES = List.of("AVERAGE", "SUM", "MIN", "MAX");

  /** The functions of scores, under their numbers in {@code TreeEnsemble}. */
  List<String> POST_TRANSFORMS = List.of("NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT");

  /** Returns the trees, checked. */
  DecisionTrees trees();

  /**
   * An ensemble whose inner nodes and leaves are listed apart: version 5 of the domain.
   *
   * @param leafTargetids the target that each leaf adds to
   * @param membershipValues for each node that compares with a set, the set's members and a NaN
   * @param nodesModes how each node compares: 0 to 6 for ≤, &lt;, ≥, &gt;, =, ≠ and membership
   * @param nodesTrueleafs whether the number in {@code nodesTruenodeids} is that of a leaf
   */
  record TreeEnsemble(
      long aggregateFunction,
      List<Long> leafTargetids,
      Tensor leafWeights,
      @Nullable Tensor membershipValues,
      @Nullable Long nTargets,
      List<Long> nodesFalseleafs,
      List<Long> nodesFalsenodeids,
      List<Long> nodesFeatureids,
      @Nullable Tensor nodesHitrates,
      @Nullable List<Long> nodesMissingValueTracksTrue,
      Tensor nodesModes,
      Tensor nodesSplits,
      List<Long> nodesTrueleafs,
      List<Long> nodesTruenodeids,
      long postTransform,
      List<Long> treeRoots)
      implements TreeEnsembles {
    @Override
    public List<TensorType> infer(Inference in) {
      if (aggregateFunction < 0 || aggregateFunction >= AGGREGATES.size()) {
        throw new IllegalArgumentException(
            "aggregate_function is " + aggregateFunction + "; expected 0 to 3");
      }
      if (postTransform < 0 || postTransform >= POST_TRANSFORMS.size()) {
        throw new IllegalArgumentException(
            "post_transform is " + postTransform + "; expected 0 to 4");
      }
      trees().check(TraditionalMl.features(in.shape(0)), targets());
      return List.of(
          new TensorType(in.dtype(0), TraditionalMl.rows(in.shape(0), Dim.of(targets()))));
    }

    /** Returns the number of targets. */
    public long targets() {
      return nTargets == null ? 1 : nTargets;
    }

    @Override
    public DecisionTrees trees() {
      return TreeReader.read(this);
    }
  }

  /** A classifier that adds up weights of classes. */
  record TreeEnsembleClassifier(
      @Nullable List<Float> baseValues,
      @Nullable Tensor baseValuesAsTensor,
      @Nullable List<Long> classIds,
      @Nullable List<Long> classNodeids,
      @Nullable List<Long> classTreeids,
      @Nullable List<Float> classWeights,
      @Nullable Tensor classWeightsAsTensor,
      @Nullable List<Long> classlabelsInt64s,
      @Nullable List<String> classlabelsStrings,
      @Nullable List<Long> nodesFalsenodeids,
      @Nullable List<Long> nodesFeatureids,
      @Nullable List<Float> nodesHitrates,
      @Nullable Tensor nodesHitratesAsTensor,
      @Nullable List<Long> nodesMissingValueTracksTrue,
      @Nullable List<String> nodesModes,
      @Nullable List<Long> nodesNodeids,
      @Nullable List<Long> nodesTreeids,
      @Nullable List<Long> nodesTruenodeids,
      @Nullable List<Float> nodesValues,
      @Nullable Tensor nodesValuesAsTensor,
      String postTransform)
      implements TreeEnsembles {
    @Override
    public List<TensorType> infer(Inference in) {
      TraditionalMl.checkPostTransform(postTransform);
      int classes = labels();
      checkBase(base().size(), classes);
      trees().check(TraditionalMl.features(in.shape(0)), classes);
      return TraditionalMl.classified(in.shape(0), classlabelsStrings, classlabelsInt64s, classes);
    }

    /** Returns the number of classes. */
    public int labels() {
      int text = TraditionalMl.count(classlabelsStrings);
      return text > 0 ? text : TraditionalMl.count(classlabelsInt64s);
    }

    /** Returns the offsets of the scores: one for each class, a single one, or none. */
    public Tensor base() {
      return MlTensors.either(baseValuesAsTensor, baseValues);
    }

    @Override
    public DecisionTrees trees() {
      return TreeReader.read(this);
    }
  }

  /**
   * A regression that joins the weights of leaves.
   *
   * @param aggregateFunction SUM, AVERAGE, MIN or MAX
   */
  record TreeEnsembleRegressor(
      String aggregateFunction,
      @Nullable List<Float> baseValues,
      @Nullable Tensor baseValuesAsTensor,
      @Nullable Long nTargets,
      @Nullable List<Long> nodesFalsenodeids,
      @Nullable List<Long> nodesFeatureids,
      @Nullable List<Float> nodesHitrates,
      @Nullable Tensor nodesHitratesAsTensor,
      @Nullable List<Long> nodesMissingValueTracksTrue,
      @Nullable List<String> nodesModes,
      @Nullable List<Long> nodesNodeids,
      @Nullable List<Long> nodesTreeids,
      @Nullable List<Long> nodesTruenodeids,
      @Nullable List<Float> nodesValues,
      @Nullable Tensor nodesValuesAsTensor,
      String postTransform,
      @Nullable List<Long> targetIds,
      @Nullable List<Long> targetNodeids,
      @Nullable List<Long> targetTreeids,
      @Nullable List<Float> targetWeights,
      @Nullable Tensor targetWeightsAsTensor)
      implements TreeEnsembles {
    @Override
    public List<TensorType> infer(Inference in) {
      TraditionalMl.checkPostTransform(postTransform);
      if (!AGGREGATES.contains(aggregateFunction)) {
        throw new IllegalArgumentException(
            "aggregate_function is '" + aggregateFunction + "'; expected one of " + AGGREGATES);
      }
      checkBase(base().size(), targets());
      trees().check(TraditionalMl.features(in.shape(0)), targets());
      return List.of(
          new TensorType(DType.FLOAT32, TraditionalMl.rows(in.shape(0), Dim.of(targets()))));
    }

    /** Returns the number of targets. */
    public long targets() {
      return nTargets == null ? 1 : nTargets;
    }

    /** Returns the offsets of the targets: one for each, or none. */
    public Tensor base() {
      return MlTensors.either(baseValuesAsTensor, baseValues);
    }

    @Override
    public DecisionTrees trees() {
      return TreeReader.read(this);
    }
  }

  private static void checkBase(int found, long targets) {
    if (found > 1 && found != targets) {
      throw new IllegalArgumentException(
          "base_values has " + found + " entries; expected none, one or " + targets);
    }
  }
}
