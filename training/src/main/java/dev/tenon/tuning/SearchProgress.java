package dev.tenon.tuning;

import dev.tenon.internal.console.Progbar;
import dev.tenon.tuning.numpy.NumpyStatistics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Shows how far a search is, and the best mean score so far. */
final class SearchProgress {
  private final @Nullable Progbar bar;
  private final int splits;
  private final int total;
  private final double[][] scores;
  private int done;
  private int failed;
  private double best = Double.NaN;

  SearchProgress(SearchOptions options, int candidates, int splits) {
    this.splits = splits;
    this.total = candidates * splits;
    this.scores = new double[candidates][0];
    this.bar = options.verbose() == 0 ? null : Progbar.standardOutput("fit");
    if (bar != null) {
      System.out.println(
          "Fitting "
              + splits
              + " folds for each of "
              + candidates
              + (candidates == 1 ? " candidate" : " candidates")
              + ", totalling "
              + total
              + " fits");
    }
  }

  /** Is told the result of a trial. */
  void done(TrialResult result, int number) {
    done++;
    if (result.failure() != null) {
      failed++;
    }
    int candidate = number / splits;
    double[] known = Arrays.copyOf(scores[candidate], scores[candidate].length + 1);
    known[known.length - 1] = result.testScore();
    scores[candidate] = known;
    if (known.length == splits) {
      double mean = NumpyStatistics.mean(known);
      best = Double.isNaN(best) || mean > best ? mean : best;
    }
    if (bar != null) {
      bar.update(done, OptionalLong.of(total), this::numbers, done == total);
    }
  }

  private Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (!Double.isNaN(best)) {
      numbers.put("best_score", best);
    }
    if (failed > 0) {
      numbers.put("failed", (double) failed);
    }
    return numbers;
  }
}
