package dev.tenon.tuning;

import dev.tenon.tuning.numpy.NumpyStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The results of a hyperparameter search: scikit-learn's {@code cv_results_}.
 *
 * <p>{@code toString} gives a table of the candidates, the best first.
 */
public final class SearchResults {
  private final List<Candidate> candidates;
  private final List<RuntimeException> failures;
  private final boolean withTrainScores;

  /**
   * A combination of hyperparameters and its scores.
   *
   * @param params the hyperparameters
   * @param testScores the score on the test part of each split
   * @param trainScores the score on the training part of each split; empty if not measured
   * @param fitTimes the duration of each training in seconds
   * @param scoreTimes the duration of each scoring in seconds
   * @param meanTestScore the mean of the test scores; NaN if a trial failed
   * @param stdTestScore the standard deviation of the test scores
   * @param rank the rank from 1 for the best; equal candidates share a rank
   */
  public record Candidate(
      Map<String, Object> params,
      List<Double> testScores,
      List<Double> trainScores,
      List<Double> fitTimes,
      List<Double> scoreTimes,
      double meanTestScore,
      double stdTestScore,
      int rank) {}

  private SearchResults(
      List<Candidate> candidates, List<RuntimeException> failures, boolean withTrainScores) {
    this.candidates = List.copyOf(candidates);
    this.failures = List.copyOf(failures);
    this.withTrainScores = withTrainScores;
  }

  static SearchResults of(
      List<Map<String, Object>> params,
      int splits,
      List<TrialResult> trials,
      SearchOptions options) {
    List<RuntimeException> failures = new ArrayList<>();
    trials.stream().map(TrialResult::failure).filter(Objects::nonNull).forEach(failures::add);
    if (failures.size() == trials.size()) {
      throw new IllegalStateException(
          "all " + trials.size() + " fits failed; the first: " + message(failures.get(0)),
          failures.get(0));
    }
    double[] means = new double[params.size()];
    for (int i = 0; i < means.length; i++) {
      means[i] = NumpyStatistics.mean(tests(trials.subList(i * splits, (i + 1) * splits)));
    }
    int[] ranks = NumpyStatistics.ranks(means);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < means.length; i++) {
      List<TrialResult> own = trials.subList(i * splits, (i + 1) * splits);
      candidates.add(
          new Candidate(
              params.get(i),
              own.stream().map(TrialResult::testScore).toList(),
              options.returnTrainScore()
                  ? own.stream().map(TrialResult::trainScore).toList()
                  : List.of(),
              own.stream().map(TrialResult::fitTime).toList(),
              own.stream().map(TrialResult::scoreTime).toList(),
              means[i],
              NumpyStatistics.std(tests(own)),
              ranks[i]));
    }
    return new SearchResults(candidates, failures, options.returnTrainScore());
  }

  private static double[] tests(List<TrialResult> trials) {
    return trials.stream().mapToDouble(TrialResult::testScore).toArray();
  }

  static String message(RuntimeException failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  /** Returns all candidates in the order of trials. */
  public List<Candidate> candidates() {
    return candidates;
  }

  /** Returns the best candidate, the first of equal ones. */
  public Candidate best() {
    return candidates.get(bestIndex());
  }

  /** Returns the index of the best candidate, from 0. */
  public int bestIndex() {
    int best = 0;
    while (candidates.get(best).rank() != 1) {
      best++;
    }
    return best;
  }

  /** Returns the hyperparameters of the best candidate. */
  public Map<String, Object> bestParams() {
    return best().params();
  }

  /** Returns the mean test score of the best candidate. */
  public double bestScore() {
    return best().meanTestScore();
  }

  /** Returns the errors of failed trials; usually empty. */
  public List<RuntimeException> failures() {
    return failures;
  }

  /** Returns whether scores on the training parts were measured. */
  boolean withTrainScores() {
    return withTrainScores;
  }

  /**
   * Writes a CSV file with the columns of {@code cv_results_} and a row for each candidate in the
   * order of trials.
   *
   * @param csv the file
   * @throws IOException if the file cannot be written
   */
  public void toCsv(Path csv) throws IOException {
    ResultsCsv.write(this, csv);
  }

  @Override
  public String toString() {
    return ResultsTable.of(this);
  }
}
