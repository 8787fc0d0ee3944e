package dev.tenon.tuning;

import dev.tenon.initializers.Seeds;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.memory.MemoryGate;
import dev.tenon.tuning.numpy.UniqueLabels;
import dev.tenon.tuning.split.CrossValidator;
import dev.tenon.tuning.split.KFold;
import dev.tenon.tuning.split.Split;
import dev.tenon.tuning.split.StratifiedKFold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Tries candidates for hyperparameters out by cross-validation.
 *
 * <p>The trials may run at once; what they give is the same however many do, where {@code seed} or
 * the estimator's {@code randomState} is set. An interrupt of the thread that calls {@link #fit}
 * ends the search: trials under way stop after their present batch, and their models are closed.
 *
 * @param <E> the class of the estimator
 */
public abstract sealed class Search<E extends Estimator<E>> implements AutoCloseable
    permits GridSearch, RandomizedSearch {
  private final E estimator;
  private final SearchOptions options;
  private @Nullable SearchResults results;
  private @Nullable E best;

  Search(E estimator, SearchOptions options) {
    this.estimator = estimator;
    this.options = options;
  }

  /** Returns what is tried out, in order. */
  abstract List<Map<String, Object>> candidates();

  /**
   * Tries all candidates out, and fits the best one to all samples.
   *
   * @param x the samples; the first axis counts them
   * @param y one target a sample
   * @return what each candidate achieved
   * @throws IllegalArgumentException for a hyperparameter that the estimator does not have, or too
   *     few samples
   * @throws IllegalStateException where every trial failed; the first one's error is the cause
   * @throws CancellationException where the thread was interrupted
   */
  public SearchResults fit(Tensor x, Tensor y) {
    close();
    List<Map<String, Object>> candidates = candidates();
    try (E probe = estimator.unfitted()) {
      // Misspelled names are told before anything is fitted.
      candidates.forEach(probe::setParams);
    }
    List<Split> splits = splitter(y).split(x, y);
    Long given = options.seed();
    long seed = given == null ? Seeds.next() : given;
    SearchProgress progress = new SearchProgress(options, candidates.size(), splits.size());
    List<TrialResult> trials =
        TrialPool.run(
            threads(),
            trials(candidates, splits, x, y, seed),
            (result, number) -> progress.done(result, number));
    SearchResults all = SearchResults.of(candidates, splits.size(), trials, options);
    if (options.refit()) {
      best = Seeds.with(mixed(seed, trials.size()), () -> refit(all.bestParams(), x, y));
    }
    results = all;
    return all;
  }

  private CrossValidator splitter(Tensor y) {
    CrossValidator chosen = options.crossValidator();
    if (chosen != null) {
      return chosen;
    }
    return estimator instanceof Classifier<?> && UniqueLabels.areClasses(y)
        ? new StratifiedKFold(options.folds())
        : new KFold(options.folds());
  }

  private int threads() {
    return options.nJobs() == -1 ? Runtime.getRuntime().availableProcessors() : options.nJobs();
  }

  private List<Trial<E>> trials(
      List<Map<String, Object>> candidates, List<Split> splits, Tensor x, Tensor y, long seed) {
    MemoryGate gate = new MemoryGate(options.maxMemory());
    List<Trial<E>> trials = new ArrayList<>();
    for (Map<String, Object> candidate : candidates) {
      for (Split split : splits) {
        long own = mixed(seed, trials.size());
        trials.add(new Trial<>(estimator, candidate, split, x, y, own, options, gate));
      }
    }
    return trials;
  }

  /** Returns a seed for each trial that says nothing about the next one's. */
  private static long mixed(long seed, int number) {
    return Seeds.with(seed + 0x9E3779B97F4A7C15L * (number + 1), Seeds::next);
  }

  private E refit(Map<String, Object> params, Tensor x, Tensor y) {
    E chosen = estimator.unfitted().setParams(params);
    try {
      return chosen.fit(x, y);
    } catch (RuntimeException | Error e) {
      chosen.close();
      throw e;
    }
  }

  /**
   * Returns what each candidate achieved.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public SearchResults results() {
    if (results == null) {
      throw new IllegalStateException("nothing was searched yet: call fit(x, y) first");
    }
    return results;
  }

  /** Returns the hyperparameters of the best candidate. */
  public Map<String, Object> bestParams() {
    return results().bestParams();
  }

  /** Returns the mean score of the best candidate. */
  public double bestScore() {
    return results().bestScore();
  }

  /** Returns the number of the best candidate, from 0. */
  public int bestIndex() {
    return results().bestIndex();
  }

  /**
   * Returns the best candidate, fitted to all samples; {@link #close} closes it.
   *
   * @throws IllegalStateException where {@code refit} is false
   */
  public E bestEstimator() {
    results();
    if (best == null) {
      throw new IllegalStateException("there is no best estimator: refit is false");
    }
    return best;
  }

  /** Closes the best estimator; what was measured stays. */
  @Override
  public void close() {
    if (best != null) {
      best.close();
      best = null;
    }
  }
}
