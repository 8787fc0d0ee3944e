package dev.tenon.ir.pass.decomposition.ml;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the scores of {@code ai.onnx.ml}'s models become results.
 *
 * <p>Where ONNX's text leaves open what a model with one score for two classes gives, this is what
 * ONNX Runtime gives.
 */
final class ScoreRules {
  private ScoreRules() {}

  /** Applies a function to the scores (rows, at least 2) of each row. */
  static Value transformed(Ops ops, String function, Value scores) {
    return switch (function) {
      case "SOFTMAX" -> ops.softmax(scores, 1);
      case "SOFTMAX_ZERO" -> softmaxZero(ops, scores);
      default -> alone(ops, function, scores);
    };
  }

  /** Applies a function to each of the scores. */
  private static Value alone(Ops ops, String function, Value scores) {
    return switch (function) {
      case "LOGISTIC" -> ops.sigmoid(scores);
      case "PROBIT" -> probit(ops, scores);
      default -> scores;
    };
  }

  /** Applies a function to the only score of each row: of all functions one changes it. */
  static Value single(Ops ops, String function, Value score) {
    return function.equals("PROBIT") ? probit(ops, score) : score;
  }

  /** Says two scores (rows, 2) of one (rows, 1) that may have either sign. */
  static Value opposite(Ops ops, String function, Value score) {
    return pair(ops, function, score, ops.neg(score));
  }

  /** Says two scores (rows, 2) of one (rows, 1) that may be a probability. */
  static Value complement(Ops ops, String function, Value score) {
    return pair(ops, function, score, ops.sub(1, score));
  }

  private static Value pair(Ops ops, String function, Value score, Value other) {
    if (function.equals("PROBIT")) {
      throw new IllegalArgumentException(
          "PROBIT of one score for two classes: ONNX does not say what that gives");
    }
    return function.equals("LOGISTIC")
        ? ops.concat(1, List.of(ops.sigmoid(ops.neg(score)), ops.sigmoid(score)))
        : ops.concat(1, List.of(other, score));
  }

  /** A softmax that leaves out what is 0. */
  private static Value softmaxZero(Ops ops, Value scores) {
    Value largest = ops.reduceMax(scores, true, 1);
    Value zero = ops.lessOrEqual(ops.abs(scores), ops.scalar(scores, 1e-7f));
    Value power = ops.exp(ops.sub(scores, largest));
    Value sum = ops.reduceSum(ops.where(zero, ops.scalar(scores, 0), power), true, 1);
    Value small = ops.mul(scores, ops.exp(ops.neg(largest)));
    return ops.div(ops.where(zero, small, power), sum);
  }

  /**
   * The quantile of the normal distribution, by Winitzki's approximation as ONNX Runtime has it.
   */
  private static Value probit(Ops ops, Value p) {
    Value x = ops.sub(ops.mul(p, 2), 1);
    Value sign = ops.where(ops.less(x, ops.scalar(x, 0)), ops.scalar(x, -1), ops.scalar(x, 1));
    Value log = ops.log(ops.mul(ops.sub(1, x), ops.add(x, 1)));
    float a = 0.147f;
    Value v = ops.add(ops.mul(log, 0.5), 2 / (3.14159f * a));
    Value root = ops.sqrt(ops.sub(ops.mul(v, v), ops.mul(log, 1 / a)));
    return ops.mul(ops.mul(sign, ops.sqrt(ops.sub(root, v))), 1.4142135f);
  }

  /** Returns the names of classes as a vector. */
  static Value labels(Ops ops, @Nullable List<String> strings, @Nullable List<Long> integers) {
    if (strings != null && !strings.isEmpty()) {
      return ops.constant(Tensor.ofStrings(strings.toArray(String[]::new), strings.size()));
    }
    if (integers == null) {
      throw new IllegalArgumentException("the classifier names no classes");
    }
    return ops.longs(integers.stream().mapToLong(Long::longValue).toArray());
  }

  /** Returns the two names that a single score decides between: those given, or "0" and "1". */
  static Value twoLabels(Ops ops, @Nullable List<String> strings, @Nullable List<Long> integers) {
    List<String> texts = strings == null ? List.of() : strings;
    int count = !texts.isEmpty() ? texts.size() : integers == null ? 0 : integers.size();
    if (count == 2) {
      return labels(ops, strings, integers);
    }
    return texts.isEmpty()
        ? ops.longs(0, 1)
        : ops.constant(Tensor.ofStrings(new String[] {"0", "1"}, 2));
  }

  /** Chooses the second of two labels where a condition (rows, 1) holds. */
  static Value chosen(Ops ops, Value labels, Value second) {
    return ops.gather(labels, ops.squeeze(ops.cast(second, DType.INT64), 1), 0);
  }
}
