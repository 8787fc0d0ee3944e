package dev.tenon.tuning.scoring;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.numpy.UniqueLabels;
import java.util.List;

/**
 * Scikit-learn's metrics of classification and regression.
 *
 * <p>Labels are one for each sample, or one-hot rows. A ratio of 0 to 0 is 0. Regression metrics of
 * several columns are means over the columns.
 *
 * @see <a href="https://scikit-learn.org/stable/modules/model_evaluation.html">scikit-learn:
 *     metrics</a>
 */
public final class Scores {
  private Scores() {}

  /**
   * Returns the accuracy: the share of correctly predicted samples.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   */
  public static double accuracyScore(Tensor yTrue, Tensor yPred) {
    Confusion confusion = Confusion.of(yTrue, yPred);
    return (double) confusion.hits() / confusion.samples();
  }

  /**
   * Returns the mean recall of the classes.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   */
  public static double balancedAccuracyScore(Tensor yTrue, Tensor yPred) {
    return Confusion.of(yTrue, yPred).balancedAccuracy();
  }

  /**
   * Returns the precision: {@code TP / (TP + FP)}.
   *
   * @param yTrue the labels
   * @param yPred the predicted labels
   * @param average the average over classes
   */
  public static double precisionScore(Tensor yTrue, Tensor yPred, Average average) {
    return Confusion.of(yTrue, yPred).average(average, Confusion.Counts::precision);
  }

  /**
   * Returns the recall: {@code TP / (TP + FN)}.
   *
   * @param yTrue the labels
   * @param yPred the predicted labels
   * @param average the average over classes
   */
  public static double recallScore(Tensor yTrue, Tensor yPred, Average average) {
    return Confusion.of(yTrue, yPred).average(average, Confusion.Counts::recall);
  }

  /**
   * Returns the F1 score, the harmonic mean of precision and recall.
   *
   * @param yTrue the labels
   * @param yPred the predicted labels
   * @param average the average over classes
   */
  public static double f1Score(Tensor yTrue, Tensor yPred, Average average) {
    return Confusion.of(yTrue, yPred).average(average, Confusion.Counts::f1);
  }

  /**
   * Returns Matthews' correlation coefficient of labels and predictions, from -1 to 1.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   */
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
   * Returns the log loss: the mean of {@code -log(p)} of the true class.
   *
   * @param yTrue the labels
   * @param probabilities (samples, classes)
   * @param classes the label of each column, in ascending order
   * @throws IllegalArgumentException if a label is not a class, or the shape differs
   */
  public static double logLoss(Tensor yTrue, Tensor probabilities, Tensor classes) {
    List<UniqueLabels.Key> columns = UniqueLabels.keys(classes);
    int[] truth = UniqueLabels.code(UniqueLabels.keys(UniqueLabels.flat(yTrue)), columns);
    return Probabilities.logLoss(truth, probabilities, columns.size());
  }

  /**
   * Returns the area under the ROC curve of two classes.
   *
   * @param yTrue the labels
   * @param scores a score for each sample; greater for the greater label
   * @throws IllegalArgumentException if the labels are not of two classes
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

  /**
   * Returns the coefficient of determination R²: {@code 1 - sum((y - p)²) / sum((y - mean(y))²)}.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   */
  public static double r2Score(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::r2);
  }

  /**
   * Returns the explained variance: {@code 1 - var(y - p) / var(y)}.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   */
  public static double explainedVarianceScore(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::explainedVariance);
  }

  /**
   * Returns the mean squared error.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   */
  public static double meanSquaredError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::meanSquared);
  }

  /**
   * Returns the root mean squared error.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   */
  public static double rootMeanSquaredError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(column -> Math.sqrt(column.meanSquared()));
  }

  /**
   * Returns the mean absolute error.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   */
  public static double meanAbsoluteError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::meanAbsolute);
  }

  /**
   * Returns the median absolute error.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   */
  public static double medianAbsoluteError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::medianAbsolute);
  }

  /**
   * Returns the largest absolute error, for one number a sample.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   * @throws IllegalArgumentException if samples have several numbers
   */
  public static double maxError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).only("max_error").max();
  }

  /**
   * Returns the mean absolute percentage error as a fraction: {@code mean(|y - p| / |y|)}.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   */
  public static double meanAbsolutePercentageError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::meanAbsolutePercentage);
  }

  /**
   * Returns the mean squared logarithmic error: {@code mean((log(1 + y) - log(1 + p))²)}.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   * @throws IllegalArgumentException if a number is -1 or less
   */
  public static double meanSquaredLogError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(Residuals.Column::meanSquaredLog);
  }

  /**
   * Returns the root of {@link #meanSquaredLogError}.
   *
   * @param yTrue the true labels or targets
   * @param yPred the predictions
   * @throws IllegalArgumentException if a number is -1 or less
   */
  public static double rootMeanSquaredLogError(Tensor yTrue, Tensor yPred) {
    return Residuals.of(yTrue, yPred).mean(column -> Math.sqrt(column.meanSquaredLog()));
  }
}
