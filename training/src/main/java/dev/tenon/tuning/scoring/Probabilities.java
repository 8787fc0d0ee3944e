package dev.tenon.tuning.scoring;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.numpy.UniqueLabels;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Scores of probabilities. */
public final class Probabilities {
  /** The difference of 1 and the next number, by which scikit-learn limits probabilities. */
  private static final double FLOAT32_EPSILON = 0x1p-23;

  private static final double FLOAT64_EPSILON = 0x1p-52;

  private Probabilities() {}

  static double logLoss(int[] truth, Tensor probabilities, int classes) {
    if (probabilities.rank() != 2
        || probabilities.dim(0) != truth.length
        || probabilities.dim(1) != classes) {
      throw new IllegalArgumentException(
          "probabilities must be of shape ("
              + truth.length
              + ", "
              + classes
              + "), received "
              + probabilities.shapeString());
    }
    double epsilon = probabilities.dtype() == DType.FLOAT64 ? FLOAT64_EPSILON : FLOAT32_EPSILON;
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double share = probabilities.getDouble((long) i * classes + truth[i]);
      sum -= Math.log(Math.min(1 - epsilon, Math.max(epsilon, share)));
    }
    return sum / truth.length;
  }

  /** Returns the probability that a sample of one class has a greater score than one of another. */
  static double area(int[] truth, int positive, double[] scores) {
    if (scores.length != truth.length) {
      throw new IllegalArgumentException(
          "one score a sample is wanted: " + truth.length + ", received " + scores.length);
    }
    Integer[] order = IntStream.range(0, truth.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
    double ranks = 0;
    long positives = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        if (truth[order[i]] == positive) {
          ranks += (from + to + 1) / 2.0;
          positives++;
        }
      }
      from = to;
    }
    double pairs = (double) positives * (truth.length - positives);
    return (ranks - positives * (positives + 1) / 2.0) / pairs;
  }

  /**
   * Returns the mean area under the ROC curve of each class against the rest; for two classes that
   * of the second.
   *
   * @param y the labels
   * @param probabilities (samples, classes)
   * @param classes the label of each column
   * @param weigh whether classes are weighted by their number of samples
   * @throws IllegalArgumentException if a class is missing from the labels
   */
  public static double areaOneVersusRest(
      Tensor y, Tensor probabilities, Tensor classes, boolean weigh) {
    UniqueLabels labels = UniqueLabels.of(y);
    if (labels.count() == 2 && classes.dim(0) == 2) {
      return Scores.rocAucScore(y, probabilities.slice(1, 1, 2).reshape(-1));
    }
    if (labels.count() != classes.dim(0)) {
      throw new IllegalArgumentException(
          "the area under the curve needs every class among the targets: "
              + UniqueLabels.keys(classes)
              + ", received "
              + labels.keys());
    }
    int[] codes = labels.codes();
    double sum = 0;
    double weights = 0;
    for (int k = 0; k < labels.count(); k++) {
      int label = k;
      double weight = weigh ? Arrays.stream(codes).filter(code -> code == label).count() : 1;
      double[] scores = probabilities.slice(1, k, k + 1L).toDoubleArray();
      sum += weight * area(codes, k, scores);
      weights += weight;
    }
    return sum / weights;
  }
}
