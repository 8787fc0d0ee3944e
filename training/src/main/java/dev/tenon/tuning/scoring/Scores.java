package dev.tenon.tuning.scoring;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.numpy.UniqueLabels;
import java.util.List;

/**
 * How good predictions are: scikit-learn's metrics of classes and of numbers.
 *
 * <p>Labels are one a sample, or one-hot rows. A ratio of nothing to nothing is 0.
 *
 * @see <a href="https://scikit-learn.org/stable/modules/model_evaluation.html">scikit-learn:
 *     metrics</a>
 */
public final class Scores {
  private Scores() {}

  /** Returns the share of the samples whose label is predicted. */
  public static double accuracyScore(Tensor yTrue, Tensor yPred) {
    Confusion confusion = Confusion.of(yTrue, yPred);
    return (double) confusion.hits() / confusion.samples();
  }

  /** Returns the mean of the classes' recalls. */
  public static double balancedAccuracyScore(Tensor yTrue, Tensor yPred) {
    return Confusion.of(yTrue, yPred).balancedAccuracy();
  }

  /** Returns the share of what was predicted to be of a class that is of it. */
  public static double precisionScore(Tensor yTrue, Tensor yPred, Average average) {
    return Confusion.of(yTrue, yPred).average(average, Confusion.Counts::precision);
  }

  /** Returns the share of what is of a class that was predicted to be. */
  public static double recallScore(Tensor yTrue, Tensor yPred, Average average) {
    return Confusion.of(yTrue, yPred).average(average, Confusion.Counts::recall);
  }

  /** Returns the harmonic mean of precision and recall. */
  public static double f1Score(Tensor yTrue, Tensor yPred, Average average) {
    return Confusion.of(yTrue, yPred).average(average, Confusion.Counts::f1);
  }

  /** Returns Matthews' correlation of labels and predictions, from -1 to 1. */
  public static double matthewsCorrcoef(Tensor yTrue, Tensor yPred) {
    Confusion confusion = Confusion.of(yTrue, yPred);
    double samples = confusion.samples();
    double both = confusion.hits() * samples;
    double truth = samples * samples;
    double guess = samples * samples;
    for (int label = 0; label < confusion.classes(); label++) {
      double occurring = confusion.occurring(label);
      double predicted = confusion.predicted(label);
      both -= occurring * predicted;
      truth -= occurring * occurring;
      guess -= predicted * predicted;
    }
    return truth * guess == 0 ? 0 : both / Math.sqrt(truth * guess);
  }

  /**
   * Returns the mean of minus the logarithm of the probability of the true class.
   *
   * @param probabilities of shape (samples, classes)
   * @param classes the label of each column, in ascending order
   */
  public static double logLoss(Tensor yTrue, Tensor probabilities, Tensor classes) {
    List<UniqueLabels.Key> columns = UniqueLabels.keys(classes);
    int[] truth = UniqueLabels.code(UniqueLabels.keys(UniqueLabels.flat(yTrue)), columns);
    return Probabilities.logLoss(truth, probabilities, columns.size());
  }

  /**
   * Returns the area under the curve of true against false positives, for two classes.
   *
   * @param scores one a sample, the greater the more likely it is of the greater label
   */
  public static double rocAucScore(Tensor yTrue, Tensor scores) {
    UniqueLabels labels = UniqueLabels.of(yTrue);
    if (labels.count() != 2) {
      throw new IllegalArgumentException(
          "the area under the curve is for two classes, both present; received "
              + labels.keys()
              + (labels.count() > 2 ? ": choose roc_auc_ovr" : ""));
    }
    return Probabilities.area(labels.codes(), 1, scores.toDoubleArray());
  }

  /** Returns the share of the targets' variance that is explained: R², the mean over columns. */
  public static double r2Score(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::r2);
  }

  /** Returns as {@link #r2Score}, but a constant error does not count. */
  public static double explainedVarianceScore(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::explainedVariance);
  }

  /** Returns the mean of the squared errors. */
  public static double meanSquaredError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::meanSquared);
  }

  /** Returns the root of the mean of the squared errors; the mean over columns. */
  public static double rootMeanSquaredError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(column -> Math.sqrt(column.meanSquared()));
  }

  /** Returns the mean of the errors without their sign. */
  public static double meanAbsoluteError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::meanAbsolute);
  }

  /** Returns the median of the errors without their sign; the mean over columns. */
  public static double medianAbsoluteError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::medianAbsolute);
  }

  /** Returns the greatest error without its sign; for one number a sample. */
  public static double maxError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).only("max_error").max();
  }

  /** Returns the mean of the errors without their sign, each divided by its target. */
  public static double meanAbsolutePercentageError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::meanAbsolutePercentage);
  }

  /**
   * Returns the mean of the squared differences of {@code log(1 + y)}.
   *
   * @throws IllegalArgumentException for a number of -1 or less
   */
  public static double meanSquaredLogError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::meanSquaredLog);
  }

  /** Returns the root of {@link #meanSquaredLogError}; the mean over columns. */
  public static double rootMeanSquaredLogError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(column -> Math.sqrt(column.meanSquaredLog()));
  }
}
