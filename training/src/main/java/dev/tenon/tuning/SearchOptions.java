package dev.tenon.tuning;

import dev.tenon.internal.options.Setters;
import dev.tenon.tuning.numpy.Arguments;
import dev.tenon.tuning.split.CrossValidator;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The options of a hyperparameter search: the arguments of scikit-learn's {@code GridSearchCV}.
 *
 * <p>{@code searching().cv(3).scoring("f1_macro").nJobs(2)}; setters return a new object. Several
 * scores at once are not supported.
 *
 * @param folds the number of folds, at least 2, stratified for a classifier; 5 by default
 * @param crossValidator the splits in place of {@code folds}; null for {@code folds}, the default
 * @param scorer the score of an estimator; null for the estimator's own, the default
 * @param nJobs the number of parallel trials, at least 1, or -1 for one for each processor; 1 by
 *     default
 * @param maxMemory the largest memory of parallel trials together in bytes, as {@link
 *     dev.tenon.tuning.estimator.Estimator#memory} estimates; a larger trial runs alone; 0 for half
 *     of the machine's, the default
 * @param refit whether the best candidate is trained on all samples at the end; true by default
 * @param errorScore the score of a failed trial; NaN by default
 * @param raiseErrors whether a failed trial stops the search; false by default
 * @param returnTrainScore whether the score on training parts is measured too; false by default
 * @param verbose 0 for silent, 1 for a progress bar; 1 by default
 * @param seed the seed of the trials of an estimator without {@code randomState}; null for a random
 *     one, the default
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.GridSearchCV.html">scikit-learn:
 *     GridSearchCV</a>
 */
@Setters
public record SearchOptions(
    int folds,
    @Nullable CrossValidator crossValidator,
    @Nullable Scorer scorer,
    int nJobs,
    long maxMemory,
    boolean refit,
    double errorScore,
    boolean raiseErrors,
    boolean returnTrainScore,
    int verbose,
    @Nullable Long seed)
    implements SearchOptionsSetters, Serializable {
  /** The default options of scikit-learn, with a progress bar. */
  public static final SearchOptions DEFAULTS =
      new SearchOptions(5, null, null, 1, 0, true, Double.NaN, false, false, 1, null);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public SearchOptions {
    Arguments.require(folds >= 2, "cv must be at least 2 folds, received " + folds);
    Arguments.require(
        nJobs >= 1 || nJobs == -1, "nJobs must be at least 1, or -1, received " + nJobs);
    Arguments.require(maxMemory >= 0, "maxMemory must be at least 0, received " + maxMemory);
  }

  /** Returns the default options of scikit-learn, with a progress bar. */
  public static SearchOptions searching() {
    return DEFAULTS;
  }

  /**
   * Sets the number of folds: stratified for a classifier, otherwise consecutive.
   *
   * @param parts at least 2
   * @throws IllegalArgumentException if it is less than 2
   */
  public SearchOptions cv(int parts) {
    return folds(parts).crossValidator(null);
  }

  /** Sets the splits. */
  public SearchOptions cv(CrossValidator splitter) {
    return crossValidator(splitter);
  }

  /**
   * Sets the score of an estimator by scikit-learn's name; see {@link Scorers}.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown; the message has the nearest names
   */
  public SearchOptions scoring(String name) {
    return scoring(Scorers.of(name));
  }

  /** Sets the score of an estimator. */
  public SearchOptions scoring(Scorer chosen) {
    return scorer(chosen);
  }

  /** Sets the score of a failed trial, which does not stop the search; NaN by default. */
  @Override
  public SearchOptions errorScore(double score) {
    return SearchOptionsSetters.super.errorScore(score).raiseErrors(false);
  }

  /**
   * Makes a failed trial stop the search.
   *
   * @param raise scikit-learn's text {@code raise}
   * @throws IllegalArgumentException if the text differs
   */
  public SearchOptions errorScore(String raise) {
    Arguments.require(
        raise.equals("raise"), "errorScore must be a number or 'raise', received " + raise);
    return raiseErrors(true);
  }
}
