package dev.tenon.tuning.scoring;

/**
 * The average of scores over classes.
 *
 * @see <a href="https://scikit-learn.org/stable/modules/model_evaluation.html">scikit-learn:
 *     averages</a>
 */
public enum Average {
  /** The score of class 1, for labels 0 and 1 only. */
  BINARY,
  /** The score of the counts of all classes together. */
  MICRO,
  /** The mean over the classes. */
  MACRO,
  /** The mean over the classes, weighted by their number of samples. */
  WEIGHTED
}
