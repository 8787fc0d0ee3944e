package dev.tenon.tuning;

import dev.tenon.initializers.Seeds;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Classifier;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.memory.MemoryGate;
import dev.tenon.tuning.numpy.NumpyStatistics;
import dev.tenon.tuning.numpy.UniqueLabels;
import dev.tenon.tuning.split.CrossValidator;
import dev.tenon.tuning.split.KFold;
import dev.tenon.tuning.split.Split;
import dev.tenon.tuning.split.StratifiedKFold;
import dev.tenon.tuning.trial.LocalTrials;
import dev.tenon.tuning.trial.TrialRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A hyperparameter search by cross-validation.
 *
 * <p>Trials can run in parallel. Their results do not depend on the number of threads if {@code
 * seed} or the estimator's {@code randomState} is set. An interrupt of the thread of {@link #fit}
 * stops the search: running trials end after their current batch and their models are closed.
 *
 * @param <E> the class of the estimator
 */
public abstract sealed class Search<E extends Estimator<E>> implements AutoCloseable
    permits BayesianSearchSetters, GridSearch, HyperbandSearchSetters, RandomizedSearchSetters {
  private final E estimator;
  private final SearchOptions options;
  private @Nullable SearchResults results;
  private @Nullable E best;

  Search(E estimator, SearchOptions options) {
    this.estimator = estimator;
    this.options = options;
  }

  E estimator() {
    return estimator;
  }

  SearchOptions searchOptions() {
    return options;
  }

  /** Returns a new source of candidates for each search. */
  abstract Proposals proposals();

  /**
   * Evaluates all candidates, and trains the best one on all samples.
   *
   * @param x the samples, along the first axis
   * @param y a target for each sample
   * @return the results of all candidates
   * @throws IllegalArgumentException if the estimator lacks a hyperparameter or there are too few
   *     samples
   * @throws IllegalStateException if every trial failed; the cause is the first error
   * @throws CancellationException if the thread was interrupted
   */
  public SearchResults fit(Tensor x, Tensor y) {
    return fit(x, y, new LocalTrials(x, y, new MemoryGate(options.maxMemory()), threads()));
  }

  /**
   * Evaluates all candidates by a runner of trials, and trains the best one here. For Tenon itself.
   *
   * @param x the samples, along the first axis
   * @param y a target for each sample
   * @param runner has the same samples and targets
   */
  @SuppressWarnings("exports")
  public SearchResults fit(Tensor x, Tensor y, TrialRunner runner) {
    close();
    Proposals proposals = proposals();
    List<Split> splits = splitter(y).split(x, y);
    Long given = options.seed();
    long seed = given == null ? Seeds.next() : given;
    Rounds rounds = new Rounds(splits, seed, runner);
    SearchProgress progress = new SearchProgress(options, proposals.count(), splits.size());
    for (List<Proposal> next = proposals.next(List.of());
        !next.isEmpty();
        next = proposals.next(rounds.scores())) {
      rounds.run(next, progress);
    }
    List<TrialResult> trials = rounds.results;
    SearchResults all = SearchResults.of(rounds.candidates(), splits.size(), trials, options);
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

  /** The trials so far. */
  private final class Rounds {
    private final List<Split> splits;
    private final long seed;
    private final TrialRunner runner;
    private final List<Proposal> proposals = new ArrayList<>();
    private final List<TrialResult> results = new ArrayList<>();
    private final Map<Integer, List<Tensor>> learned = new HashMap<>();

    Rounds(List<Split> splits, long seed, TrialRunner runner) {
      this.splits = splits;
      this.seed = seed;
      this.runner = runner;
    }

    void run(List<Proposal> next, SearchProgress progress) {
      try (E probe = estimator.unfitted()) {
        // Misspelled names are told before anything is fitted.
        next.forEach(proposal -> probe.setParams(proposal.params()));
      }
      if (next.stream().noneMatch(Proposal::goesOn)) {
        learned.clear();
      }
      int first = results.size();
      List<Callable<TrialResult>> trials = new ArrayList<>();
      for (Proposal proposal : next) {
        for (int split = 0; split < splits.size(); split++) {
          int number = first + trials.size();
          Trial<E> trial =
              new Trial<>(
                  estimator,
                  proposal.params(),
                  splits.get(split),
                  mixed(seed, number),
                  options.crossValidator(null),
                  proposal.stage(split, splits.size(), learned));
          String name = proposal.params() + ", fold " + (split + 1) + " of " + splits.size();
          trials.add(() -> runner.run(trial, name));
        }
      }
      TrialPool.run(
              runner.parallelism(),
              trials,
              (result, number) -> progress.done(result, first + number))
          .forEach(this::keep);
      proposals.addAll(next);
    }

    private void keep(TrialResult result) {
      if (result.weights() != null) {
        learned.put(results.size(), result.weights());
      }
      results.add(result.withoutWeights());
    }

    /** Returns the mean score of each proposal. */
    List<Double> scores() {
      List<Double> means = new ArrayList<>();
      for (int i = 0; i < results.size(); i += splits.size()) {
        double[] scores =
            results.subList(i, i + splits.size()).stream()
                .mapToDouble(TrialResult::testScore)
                .toArray();
        means.add(NumpyStatistics.mean(scores));
      }
      return means;
    }

    List<Map<String, Object>> candidates() {
      return proposals.stream().map(Proposal::params).toList();
    }
  }

  /** Returns an independent seed for each trial. */
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
   * Returns the results of all candidates.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public SearchResults results() {
    if (results == null) {
      throw new IllegalStateException("nothing was searched yet: call fit(x, y) first");
    }
    return results;
  }

  /**
   * Returns the hyperparameters of the best candidate.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public Map<String, Object> bestParams() {
    return results().bestParams();
  }

  /**
   * Returns the mean test score of the best candidate.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public double bestScore() {
    return results().bestScore();
  }

  /**
   * Returns the index of the best candidate, from 0.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public int bestIndex() {
    return results().bestIndex();
  }

  /**
   * Returns the best candidate trained on all samples; {@link #close} closes it.
   *
   * @throws IllegalStateException before {@link #fit}, or if {@code refit} is false
   */
  public E bestEstimator() {
    results();
    if (best == null) {
      throw new IllegalStateException("there is no best estimator: refit is false");
    }
    return best;
  }

  /** Closes the best estimator; results remain available. */
  @Override
  public void close() {
    if (best != null) {
      best.close();
      best = null;
    }
  }
}
