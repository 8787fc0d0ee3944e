package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Linear models and support vector machines. */
public sealed interface LinearModels extends TraditionalMl {

  /**
   * A linear classifier: {@code x * coefficients^T + intercepts}.
   *
   * @param coefficients a row of weights for each score
   * @param multiClass without effect on the result
   */
  record LinearClassifier(
      @Nullable List<Long> classlabelsInts,
      @Nullable List<String> classlabelsStrings,
      List<Float> coefficients,
      @Nullable List<Float> intercepts,
      long multiClass,
      String postTransform)
      implements LinearModels {
    @Override
    public List<TensorType> infer(Inference in) {
      TraditionalMl.checkPostTransform(postTransform);
      int scores = scores();
      checkRows(coefficients, scores, in.shape(0));
      int labels = labels();
      if (scores > 1 && labels < scores) {
        throw new IllegalArgumentException(
            "names " + labels + " classes; expected one for each of its " + scores + " scores");
      }
      return TraditionalMl.classified(
          in.shape(0),
          classlabelsStrings,
          classlabelsInts,
          scores == 1 && labels == 2 ? 2 : scores);
    }

    /** Returns the number of scores; one score may stand for two classes. */
    public int scores() {
      int count = TraditionalMl.count(intercepts);
      return count > 0 ? count : labels();
    }

    /** Returns the number of classes. */
    public int labels() {
      int text = TraditionalMl.count(classlabelsStrings);
      return text > 0 ? text : TraditionalMl.count(classlabelsInts);
    }
  }

  /** A linear regression: {@code x * coefficients^T + intercepts}. */
  record LinearRegressor(
      @Nullable List<Float> coefficients,
      @Nullable List<Float> intercepts,
      String postTransform,
      long targets)
      implements LinearModels {
    @Override
    public List<TensorType> infer(Inference in) {
      TraditionalMl.checkPostTransform(postTransform);
      checkRows(coefficients, targets, in.shape(0));
      if (TraditionalMl.count(intercepts) > 0) {
        TraditionalMl.checkLength("intercepts", TraditionalMl.count(intercepts), targets);
      }
      return List.of(
          new TensorType(DType.FLOAT32, TraditionalMl.rows(in.shape(0), Dim.of(targets))));
    }
  }

  /**
   * A support vector classifier.
   *
   * @param kernelParams gamma, coef0 and degree
   * @param probA with probB, how scores become probabilities (Platt)
   * @param vectorsPerClass the number of support vectors of each class; an empty list makes it a
   *     linear model
   */
  record SVMClassifier(
      @Nullable List<Long> classlabelsInts,
      @Nullable List<String> classlabelsStrings,
      @Nullable List<Float> coefficients,
      @Nullable List<Float> kernelParams,
      String kernelType,
      String postTransform,
      @Nullable List<Float> probA,
      @Nullable List<Float> probB,
      @Nullable List<Float> rho,
      @Nullable List<Float> supportVectors,
      @Nullable List<Long> vectorsPerClass)
      implements LinearModels {
    @Override
    public List<TensorType> infer(Inference in) {
      TraditionalMl.checkPostTransform(postTransform);
      checkKernel(kernelType, kernelParams);
      int classes = labels();
      long vectors = vectors();
      if (vectors == 0) {
        checkRows(coefficients, classes, in.shape(0));
        if (TraditionalMl.count(rho) == 0) {
          throw new IllegalArgumentException("rho is empty; expected at least one entry");
        }
        return TraditionalMl.classified(in.shape(0), classlabelsStrings, classlabelsInts, classes);
      }
      TraditionalMl.checkLength("vectors_per_class", TraditionalMl.count(vectorsPerClass), classes);
      TraditionalMl.checkLength(
          "coefficients", TraditionalMl.count(coefficients), (classes - 1) * vectors);
      checkRows(supportVectors, vectors, in.shape(0));
      int pairs = classes * (classes - 1) / 2;
      if (TraditionalMl.count(rho) < pairs) {
        throw new IllegalArgumentException(
            "rho has " + TraditionalMl.count(rho) + " entries; expected " + pairs);
      }
      boolean probabilities = TraditionalMl.count(probA) > 0;
      if (probabilities) {
        TraditionalMl.checkLength("prob_a", TraditionalMl.count(probA), pairs);
        TraditionalMl.checkLength("prob_b", TraditionalMl.count(probB), pairs);
      }
      return TraditionalMl.classified(
          in.shape(0),
          classlabelsStrings,
          classlabelsInts,
          probabilities || classes <= 2 ? Math.max(classes, 2) : pairs);
    }

    /** Returns the number of classes. */
    public int labels() {
      int text = TraditionalMl.count(classlabelsStrings);
      return text > 0 ? text : TraditionalMl.count(classlabelsInts);
    }

    /** Returns the number of support vectors. */
    public long vectors() {
      long sum = 0;
      for (long count : vectorsPerClass == null ? List.<Long>of() : vectorsPerClass) {
        if (count < 0) {
          throw new IllegalArgumentException("vectors_per_class is " + vectorsPerClass);
        }
        sum = Math.addExact(sum, count);
      }
      return sum;
    }
  }

  /**
   * A support vector regression.
   *
   * @param oneClass whether the result is 1 above 0 and else -1
   * @param nSupports the number of support vectors; 0 makes it a linear model
   */
  record SVMRegressor(
      @Nullable List<Float> coefficients,
      @Nullable List<Float> kernelParams,
      String kernelType,
      long nSupports,
      long oneClass,
      String postTransform,
      @Nullable List<Float> rho,
      @Nullable List<Float> supportVectors)
      implements LinearModels {
    @Override
    public List<TensorType> infer(Inference in) {
      TraditionalMl.checkPostTransform(postTransform);
      checkKernel(kernelType, kernelParams);
      if (TraditionalMl.count(rho) == 0) {
        throw new IllegalArgumentException("rho is empty; expected at least one entry");
      }
      if (nSupports > 0) {
        TraditionalMl.checkLength("coefficients", TraditionalMl.count(coefficients), nSupports);
        checkRows(supportVectors, nSupports, in.shape(0));
      } else {
        checkRows(coefficients, 1, in.shape(0));
      }
      return List.of(new TensorType(DType.FLOAT32, TraditionalMl.rows(in.shape(0), Dim.of(1))));
    }
  }

  private static void checkKernel(String type, @Nullable List<Float> params) {
    if (!List.of("LINEAR", "POLY", "RBF", "SIGMOID").contains(type)) {
      throw new IllegalArgumentException(
          "kernel_type is '" + type + "'; expected LINEAR, POLY, RBF or SIGMOID");
    }
    int count = TraditionalMl.count(params);
    if (count != 3 && !(count == 0 && type.equals("LINEAR"))) {
      throw new IllegalArgumentException(
          "kernel_params has " + count + " entries; expected gamma, coef0 and degree");
    }
  }

  /** Checks that a list is a matrix of so many rows, with a column for each feature of x. */
  private static void checkRows(@Nullable List<Float> matrix, long rows, Shape x) {
    int count = TraditionalMl.count(matrix);
    if (rows < 1 || count == 0 || count % rows != 0) {
      throw new IllegalArgumentException(
          count + " weights cannot be divided into " + rows + " rows");
    }
    long features = TraditionalMl.features(x).orMinusOne();
    if (features >= 0 && count / rows != features) {
      throw new IllegalArgumentException(
          "has weights for " + count / rows + " features; its input has " + features);
    }
  }
}
