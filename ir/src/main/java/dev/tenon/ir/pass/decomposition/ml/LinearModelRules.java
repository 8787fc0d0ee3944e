package dev.tenon.ir.pass.decomposition.ml;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.LinearModels;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decompositions of linear models and support vector machines into matrix products. */
public final class LinearModelRules {
  private final ExpansionContext rule;
  private final Ops ops;

  public LinearModelRules(ExpansionContext rule) {
    this.rule = rule;
    this.ops = rule.ops();
  }

  private Value x() {
    return TableRules.table(rule, DType.FLOAT32);
  }

  /** Returns the result of a linear regressor. */
  public Value regression(LinearModels.LinearRegressor o) {
    int targets = Math.toIntExact(o.targets());
    Value scores = scored(x(), o.coefficients(), targets);
    scores = o.intercepts() == null ? scores : ops.add(scores, vector(o.intercepts()));
    return targets == 1
        ? ScoreRules.single(ops, o.postTransform(), scores)
        : ScoreRules.transformed(ops, o.postTransform(), scores);
  }

  /** Returns labels and scores of a linear classifier. */
  public List<Value> classification(LinearModels.LinearClassifier o) {
    int count = o.scores();
    Value scores = scored(x(), o.coefficients(), count);
    scores = o.intercepts() == null ? scores : ops.add(scores, vector(o.intercepts()));
    if (count > 1) {
      Value labels = ScoreRules.labels(ops, o.classlabelsStrings(), o.classlabelsInts());
      return List.of(
          ops.gather(labels, largest(scores), 0),
          ScoreRules.transformed(ops, o.postTransform(), scores));
    }
    Value labels = ScoreRules.twoLabels(ops, o.classlabelsStrings(), o.classlabelsInts());
    Value label = ScoreRules.chosen(ops, labels, ops.greater(scores, ops.scalar(scores, 0)));
    return List.of(
        label,
        o.labels() == 2
            ? ScoreRules.complement(ops, o.postTransform(), scores)
            : ScoreRules.single(ops, o.postTransform(), scores));
  }

  private Value largest(Value scores) {
    return ops.apply(new Reduction.ArgMax(1, 0, 0), scores);
  }

  /** Returns the products of each row of x with each row of a matrix. */
  private Value scored(Value x, @Nullable List<Float> matrix, int rows) {
    return ops.matMul(x, transposed(matrix, rows));
  }

  private Value transposed(@Nullable List<Float> matrix, int rows) {
    List<Float> all = matrix == null ? List.of() : matrix;
    int columns = all.size() / rows;
    float[] turned = new float[rows * columns];
    for (int i = 0; i < turned.length; i++) {
      turned[i % columns * rows + i / columns] = all.get(i);
    }
    return ops.constant(Tensor.of(turned, columns, rows));
  }

  private Value vector(List<Float> list) {
    float[] numbers = new float[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i);
    }
    return ops.constant(Tensor.of(numbers, new long[] {numbers.length}));
  }

  /** Returns the result of a support vector regressor. */
  public Value vectors(LinearModels.SVMRegressor o) {
    float rho = first(o.rho());
    Value y;
    if (o.nSupports() > 0) {
      int count = Math.toIntExact(o.nSupports());
      Value kernels = kernels(o.kernelType(), o.kernelParams(), o.supportVectors(), count);
      y = ops.add(scored(kernels, o.coefficients(), 1), rho);
    } else {
      y = ops.add(scored(x(), o.coefficients(), 1), rho);
    }
    return o.oneClass() == 0
        ? y
        : ops.where(ops.greater(y, ops.scalar(y, 0)), ops.scalar(y, 1), ops.scalar(y, -1));
  }

  private static float first(@Nullable List<Float> list) {
    return list == null || list.isEmpty() ? 0 : list.get(0);
  }

  /** Returns how near each row is to each support vector. */
  private Value kernels(
      String type, @Nullable List<Float> params, @Nullable List<Float> vectors, int count) {
    Value x = x();
    float gamma = params == null || params.isEmpty() ? 0 : params.get(0);
    float coef0 = params == null || params.isEmpty() ? 0 : params.get(1);
    float degree = params == null || params.isEmpty() ? 0 : params.get(2);
    if (type.equals("RBF")) {
      List<Float> all = vectors == null ? List.of() : vectors;
      Value others = rule.reshape(vector(all), 1, count, all.size() / count);
      Value apart = ops.sub(ops.unsqueeze(x, 1), others);
      Value distance = ops.reduceSum(ops.mul(apart, apart), false, 2);
      return ops.exp(ops.mul(distance, -gamma));
    }
    Value products = scored(x, vectors, count);
    if (type.equals("LINEAR")) {
      return products;
    }
    Value moved = ops.add(ops.mul(products, gamma), coef0);
    return type.equals("SIGMOID") ? ops.tanh(moved) : ops.pow(moved, ops.scalar(moved, degree));
  }

  /** Returns labels and scores of a support vector classifier. */
  public List<Value> vectors(LinearModels.SVMClassifier o) {
    Value labels = ScoreRules.labels(ops, o.classlabelsStrings(), o.classlabelsInts());
    int classes = o.labels();
    int count = Math.toIntExact(o.vectors());
    if (count == 0) {
      return linear(o, labels, classes);
    }
    if (o.probA() != null && !o.probA().isEmpty()) {
      throw new IllegalArgumentException(
          "its probabilities are found by steps that differ from row to row: run the model by the"
              + " engine onnxruntime");
    }
    int pairs = classes * (classes - 1) / 2;
    Value kernels = kernels(o.kernelType(), o.kernelParams(), o.supportVectors(), count);
    // ONNX Runtime adds these up in 64 bits.
    Value wide = ops.cast(kernels, DType.FLOAT64);
    Value sums = ops.matMul(wide, ops.constant(pairWeights(o, classes, count)));
    double[] rho = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      rho[i] = o.rho() == null ? 0 : o.rho().get(i);
    }
    sums = ops.add(sums, ops.constant(Tensor.of(rho, new long[] {pairs})));
    Value scores = ops.cast(sums, DType.FLOAT32);
    Value label = ops.gather(labels, largest(votes(sums, classes)), 0);
    if (pairs != 1) {
      return List.of(label, ScoreRules.transformed(ops, o.postTransform(), scores));
    }
    return List.of(
        label,
        o.postTransform().equals("NONE")
            ? ScoreRules.opposite(ops, "NONE", scores)
            : ScoreRules.complement(ops, o.postTransform(), scores));
  }

  /** The weight of each support vector in the decision between each two classes. */
  private static Tensor pairWeights(LinearModels.SVMClassifier o, int classes, int count) {
    List<Float> given = o.coefficients() == null ? List.of() : o.coefficients();
    List<Long> each = o.vectorsPerClass() == null ? List.of() : o.vectorsPerClass();
    int[] starts = new int[classes + 1];
    for (int i = 0; i < classes; i++) {
      starts[i + 1] = starts[i] + Math.toIntExact(each.get(i));
    }
    int pairs = classes * (classes - 1) / 2;
    double[] weights = new double[count * pairs];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++) {
        for (int v = starts[i]; v < starts[i + 1]; v++) {
          weights[v * pairs + pair] = given.get((j - 1) * count + v);
        }
        for (int v = starts[j]; v < starts[j + 1]; v++) {
          weights[v * pairs + pair] = given.get(i * count + v);
        }
        pair++;
      }
    }
    return Tensor.of(weights, count, pairs);
  }

  /** Counts for how many of the others each class wins. */
  private Value votes(Value sums, int classes) {
    int pairs = classes * (classes - 1) / 2;
    float[] won = new float[pairs * classes];
    float[] lost = new float[pairs * classes];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++) {
        won[pair * classes + i] = 1;
        lost[pair * classes + j] = 1;
        pair++;
      }
    }
    Value first = ops.cast(ops.greater(sums, ops.scalar(sums, 0)), DType.FLOAT32);
    return ops.add(
        ops.matMul(first, ops.constant(Tensor.of(won, pairs, classes))),
        ops.matMul(ops.sub(1, first), ops.constant(Tensor.of(lost, pairs, classes))));
  }

  private List<Value> linear(LinearModels.SVMClassifier o, Value labels, int classes) {
    Value scores = ops.add(scored(x(), o.coefficients(), classes), first(o.rho()));
    Value label = ops.gather(labels, largest(scores), 0);
    if (classes == 2) {
      List<Float> weights = o.coefficients() == null ? List.of() : o.coefficients();
      boolean positive = weights.stream().allMatch(weight -> weight >= 0);
      Value best = ops.reduceMax(scores, false, 1);
      Value second =
          positive
              ? ops.greaterOrEqual(best, ops.scalar(best, 0.5))
              : ops.greater(best, ops.scalar(best, 0));
      label = ops.where(second, ops.gather(labels, ops.scalar(DType.INT64, 1), 0), label);
    }
    return List.of(
        label,
        classes == 1
            ? ScoreRules.single(ops, o.postTransform(), scores)
            : ScoreRules.transformed(ops, o.postTransform(), scores));
  }
}
