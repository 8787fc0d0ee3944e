package dev.tenon.tuning;

import dev.tenon.internal.options.Setters;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.numpy.Arguments;
import dev.tenon.tuning.split.CrossValidator;
import org.jspecify.annotations.Nullable;

/**
 * How a search tries candidates out: the arguments of scikit-learn's {@code GridSearchCV}.
 *
 * <p>Written as {@code searching().cv(3).scoring("f1_macro").nJobs(2)}; each method returns new
 * ones. Several scores at once are not offered.
 *
 * @param folds into how many parts the samples are split, by class for a classifier; 5
 * @param crossValidator how the samples are split, instead; null for {@code folds}
 * @param scorer what says how good an estimator is; null for what it says itself
 * @param nJobs how many trials run at once; 1; -1 for one a processor
 * @param maxMemory up to how many bytes the trials that run at once may need together, as {@link
 *     Estimator#memory} estimates; one that needs more runs alone; 0 for half of the machine's
 * @param refit whether the best candidate is fitted to all samples in the end; true
 * @param errorScore the score of a trial that fails; NaN
 * @param raiseErrors whether a trial that fails ends the search instead; false
 * @param returnTrainScore whether the score on the samples learned from is measured too; false
 * @param verbose 0 for silence, 1 for a progress bar; 1
 * @param seed what the trials draw seeds from, where the estimator has no {@code randomState}; null
 *     for another one at each search
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
    implements SearchOptionsSetters {
  /** scikit-learn's defaults, but with a progress bar. */
  public static final SearchOptions DEFAULTS =
      new SearchOptions(5, null, null, 1, 0, true, Double.NaN, false, false, 1, null);

  public SearchOptions {
    Arguments.require(folds >= 2, "cv must be at least 2 folds, received " + folds);
    Arguments.require(
        nJobs >= 1 || nJobs == -1, "nJobs must be at least 1, or -1, received " + nJobs);
    Arguments.require(maxMemory >= 0, "maxMemory must be at least 0, received " + maxMemory);
  }

  /** Returns scikit-learn's defaults. */
  public static SearchOptions searching() {
    return DEFAULTS;
  }

  /** Sets into how many parts the samples are split: by class for a classifier, else in order. */
  public SearchOptions cv(int parts) {
    return folds(parts).crossValidator(null);
  }

  /** Sets how the samples are split. */
  public SearchOptions cv(CrossValidator splitter) {
    return crossValidator(splitter);
  }

  /**
   * Sets what says how good an estimator is, by scikit-learn's name; see {@link Scorers}.
   *
   * @throws IllegalArgumentException for a name that is none, with the nearest ones
   */
  public SearchOptions scoring(String name) {
    return scoring(Scorers.of(name));
  }

  /** Sets what says how good an estimator is. */
  public SearchOptions scoring(Scorer chosen) {
    return scorer(chosen);
  }

  /** Sets the score of a trial that fails. */
  @Override
  public SearchOptions errorScore(double score) {
    return SearchOptionsSetters.super.errorScore(score).raiseErrors(false);
  }

  /**
   * Lets a trial that fails end the search.
   *
   * @param raise scikit-learn's text {@code raise}; nothing else
   */
  public SearchOptions errorScore(String raise) {
    Arguments.require(
        raise.equals("raise"), "errorScore must be a number or 'raise', received " + raise);
    return raiseErrors(true);
  }
}
