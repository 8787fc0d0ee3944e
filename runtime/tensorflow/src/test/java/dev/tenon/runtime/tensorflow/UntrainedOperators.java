package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.RandomGenerators;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.op.Text;
import dev.tenon.ir.op.TreeEnsembles;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Vision;
import dev.tenon.runtime.Collective;
import dev.tenon.runtime.Differentiation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operators that are not checked against a numeric gradient, with the reason. */
final class UntrainedOperators {
  /**
   * Cases whose gradient has no gradient, with the operation or operator that it is refused for.
   */
  static final Map<String, String> TWICE =
      Map.of(
          "ReduceProd", "Cumprod",
          "ScatterElements mul", "ScatterElements",
          "ScatterElements mul by zero", "ScatterElements",
          "ScatterND mul", "ScatterND",
          "Det", "Det",
          "Det batch", "Det",
          "Det singular", "Det",
          "MatrixSolve", "MatrixSolve",
          "MatrixSolve matrix", "MatrixSolve",
          "Inverse", "Inverse");

  private UntrainedOperators() {}

  static Map<Class<?>, String> reasons() {
    Map<Class<?>, String> reasons = new HashMap<>();
    put(reasons, "is checked by SecondGradientTest", List.of(Differentiation.Gradient.class));
    put(reasons, "hands no gradient on", List.of(Differentiation.StopGradient.class));
    put(
        reasons,
        "needs other processes; ReplicaTrainingTest trains with it",
        List.of(Collective.AllReduce.class));
    put(
        reasons,
        "gives booleans",
        List.of(
            Binary.And.class,
            Binary.Or.class,
            Binary.Xor.class,
            Binary.Equal.class,
            Binary.GreaterOrEqual.class,
            Binary.Less.class,
            Binary.LessOrEqual.class,
            Unary.Not.class,
            Unary.IsInf.class,
            Unary.IsNaN.class));
    put(
        reasons,
        "compares its input, so that small changes mostly change nothing",
        List.of(
            FeatureProcessing.Binarizer.class,
            TreeEnsembles.TreeEnsemble.class,
            TreeEnsembles.TreeEnsembleClassifier.class,
            TreeEnsembles.TreeEnsembleRegressor.class));
    put(
        reasons,
        "looks up its input in a table",
        List.of(
            FeatureProcessing.CategoryMapper.class,
            FeatureProcessing.LabelEncoder.class,
            FeatureProcessing.OneHotEncoder.class));
    put(
        reasons,
        "takes and gives whole numbers",
        List.of(
            Binary.BitShift.class,
            Binary.BitwiseAnd.class,
            Binary.BitwiseOr.class,
            Binary.BitwiseXor.class,
            Unary.BitwiseNot.class));
    put(
        reasons,
        "gives positions or a mark at one, which do not move with small changes",
        List.of(
            Reduction.ArgMax.class,
            Reduction.ArgMin.class,
            Indexing.NonZero.class,
            Indexing.Unique.class,
            Vision.NonMaxSuppression.class,
            Indexing.OneHot.class,
            Activations.Hardmax.class));
    put(
        reasons,
        "depends on no number but a length or a seed, or draws others in every run",
        List.of(
            Generation.ConstantOfShape.class,
            Generation.EyeLike.class,
            Generation.Range.class,
            Signal.MelWeightMatrix.class,
            Generation.Size.class,
            RandomGenerators.Dropout.class,
            RandomGenerators.Multinomial.class,
            RandomGenerators.RandomNormal.class,
            RandomGenerators.RandomNormalLike.class,
            RandomGenerators.RandomUniform.class,
            RandomGenerators.RandomUniformLike.class,
            StatelessRandom.StatelessRandomGamma.class,
            StatelessRandom.StatelessRandomNormal.class,
            StatelessRandom.StatelessRandomUniform.class,
            StatelessRandom.StatelessRandomUniformInt.class,
            StatelessRandom.StatelessTruncatedNormal.class));
    put(
        reasons,
        "takes text, or whole numbers that stand for words",
        List.of(
            Text.RegexFullMatch.class,
            Text.RegexReplace.class,
            Text.StringConcat.class,
            Text.StringNormalizer.class,
            Text.StringSplit.class,
            Text.StringToHashBucket.class,
            Text.TfIdfVectorizer.class,
            Text.UnicodeSplit.class));
    put(
        reasons,
        "TensorFlow Java has no gradient of StatelessIf and StatelessWhile: a graph that trains"
            + " through them is refused with the node's name",
        List.of(Control.If.class, Control.Loop.class));
    return reasons;
  }

  private static void put(Map<Class<?>, String> reasons, String reason, List<Class<?>> operators) {
    operators.forEach(operator -> reasons.put(operator, reason));
  }
}
