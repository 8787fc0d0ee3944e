package dev.tenon.tuning.scoring;

/**
 * How the scores of classes become one.
 *
 * @see <a href="https://scikit-learn.org/stable/modules/model_evaluation.html">scikit-learn:
 *     averages</a>
 */
public enum Average {
  /** The score of class 1 against class 0; for labels 0 and 1 only. */
  BINARY,
  /** Counted over all classes together. */
  MICRO,
  /** The mean over the classes. */
  MACRO,
  /** The mean over the classes, each as often as it occurs. */
  WEIGHTED
}
