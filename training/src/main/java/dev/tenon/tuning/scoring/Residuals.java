package dev.tenon.tuning.scoring;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How far predicted numbers are off, a column for each number of a sample. */
final class Residuals {
  /** Keeps a relative error finite, as scikit-learn does. */
  private static final double SMALLEST = 0x1p-52;

  private final List<Column> columns;

  private Residuals(List<Column> columns) {
    this.columns = columns;
  }

  static Residuals of(Tensor yTrue, Tensor yPred) {
    Tensor truth = rows(yTrue);
    Tensor guess = rows(yPred);
    if (!Arrays.equals(truth.shape(), guess.shape()) || truth.size() == 0) {
      throw new IllegalArgumentException(
          "a score needs as many predictions as targets, one at least; received targets of shape "
              + yTrue.shapeString()
              + " and predictions of shape "
              + yPred.shapeString());
    }
    List<Column> columns = new ArrayList<>();
    for (int k = 0; k < truth.dim(1); k++) {
      columns.add(
          new Column(
              truth.slice(1, k, k + 1L).toDoubleArray(),
              guess.slice(1, k, k + 1L).toDoubleArray()));
    }
    return new Residuals(columns);
  }

  private static Tensor rows(Tensor y) {
    return y.rank() == 1 ? y.expandDims(1) : y.reshape(y.dim(0), -1);
  }

  double mean(ToDoubleFunction<Column> score) {
    return columns.stream().mapToDouble(score).average().orElseThrow();
  }

  Column only(String name) {
    if (columns.size() != 1) {
      throw new IllegalArgumentException(
          name + " is for one number a sample, received " + columns.size());
    }
    return columns.get(0);
  }

  /** One number of each sample. */
  static final class Column {
    private final double[] truth;
    private final double[] guess;

    Column(double[] truth, double[] guess) {
      this.truth = truth;
      this.guess = guess;
    }

    private interface Term {
      double of(double truth, double guess);
    }

    private double sum(Term term) {
      double sum = 0;
      for (int i = 0; i < truth.length; i++) {
        sum += term.of(truth[i], guess[i]);
      }
      return sum;
    }

    private double mean(Term term) {
      return sum(term) / truth.length;
    }

    double meanSquared() {
      return mean((t, g) -> (t - g) * (t - g));
    }

    double meanAbsolute() {
      return mean((t, g) -> Math.abs(t - g));
    }

    double meanAbsolutePercentage() {
      return mean((t, g) -> Math.abs(t - g) / Math.max(Math.abs(t), SMALLEST));
    }

    double meanSquaredLog() {
      return mean(
          (t, g) -> {
            if (t <= -1 || g <= -1) {
              throw new IllegalArgumentException(
                  "a logarithmic error is for numbers greater than -1; received target "
                      + t
                      + " and prediction "
                      + g);
            }
            double difference = Math.log1p(t) - Math.log1p(g);
            return difference * difference;
          });
    }

    double max() {
      double max = 0;
      for (int i = 0; i < truth.length; i++) {
        max = Math.max(max, Math.abs(truth[i] - guess[i]));
      }
      return max;
    }

    double medianAbsolute() {
      double[] errors = new double[truth.length];
      for (int i = 0; i < errors.length; i++) {
        errors[i] = Math.abs(truth[i] - guess[i]);
      }
      Arrays.sort(errors);
      int half = errors.length / 2;
      return errors.length % 2 == 1 ? errors[half] : (errors[half - 1] + errors[half]) / 2;
    }

    double r2() {
      if (truth.length < 2) {
        return Double.NaN;
      }
      double mean = mean((t, g) -> t);
      return explained(sum((t, g) -> (t - g) * (t - g)), sum((t, g) -> (t - mean) * (t - mean)));
    }

    double explainedVariance() {
      double mean = mean((t, g) -> t);
      double bias = mean((t, g) -> t - g);
      return explained(
          sum((t, g) -> (t - g - bias) * (t - g - bias)), sum((t, g) -> (t - mean) * (t - mean)));
    }

    /** Where the targets do not vary, all is explained or nothing. */
    private static double explained(double off, double varied) {
      if (varied == 0) {
        return off == 0 ? 1 : 0;
      }
      return 1 - off / varied;
    }
  }
}
