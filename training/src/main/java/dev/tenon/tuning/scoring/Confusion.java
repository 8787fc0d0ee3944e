package dev.tenon.tuning.scoring;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.numpy.UniqueLabels;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.ToDoubleFunction;

/** How often each class was taken for each: rows are true, columns predicted. */
final class Confusion {
  private final List<UniqueLabels.Key> labels;
  private final long[][] counts;

  /** What a score of one class, or of all together, is computed of. */
  record Counts(long hits, long predicted, long occurring) {
    double precision() {
      return ratio(hits, predicted);
    }

    double recall() {
      return ratio(hits, occurring);
    }

    double f1() {
      return ratio(2 * hits, predicted + occurring);
    }

    private static double ratio(long part, long whole) {
      return whole == 0 ? 0 : (double) part / whole;
    }
  }

  private Confusion(List<UniqueLabels.Key> labels, long[][] counts) {
    this.labels = labels;
    this.counts = counts;
  }

  static Confusion of(Tensor yTrue, Tensor yPred) {
    List<UniqueLabels.Key> truth = UniqueLabels.keys(UniqueLabels.flat(yTrue));
    List<UniqueLabels.Key> guess = UniqueLabels.keys(UniqueLabels.flat(yPred));
    if (truth.isEmpty() || truth.size() != guess.size()) {
      throw new IllegalArgumentException(
          "a score needs as many predictions as targets, one at least; received targets of shape "
              + yTrue.shapeString()
              + " and predictions of shape "
              + yPred.shapeString());
    }
    List<UniqueLabels.Key> all = UniqueLabels.union(truth, guess);
    int[] rows = UniqueLabels.code(truth, all);
    int[] columns = UniqueLabels.code(guess, all);
    long[][] counts = new long[all.size()][all.size()];
    for (int i = 0; i < rows.length; i++) {
      counts[rows[i]][columns[i]]++;
    }
    return new Confusion(all, counts);
  }

  long samples() {
    long sum = 0;
    for (int k = 0; k < counts.length; k++) {
      sum += occurring(k);
    }
    return sum;
  }

  long hits() {
    long sum = 0;
    for (int k = 0; k < counts.length; k++) {
      sum += counts[k][k];
    }
    return sum;
  }

  long predicted(int label) {
    long sum = 0;
    for (long[] row : counts) {
      sum += row[label];
    }
    return sum;
  }

  long occurring(int label) {
    long sum = 0;
    for (long count : counts[label]) {
      sum += count;
    }
    return sum;
  }

  int classes() {
    return counts.length;
  }

  private Counts of(int label) {
    return new Counts(counts[label][label], predicted(label), occurring(label));
  }

  double average(Average average, ToDoubleFunction<Counts> score) {
    return switch (average) {
      case BINARY -> score.applyAsDouble(positive());
      case MICRO -> score.applyAsDouble(new Counts(hits(), samples(), samples()));
      case MACRO -> mean(score, label -> 1);
      case WEIGHTED -> mean(score, this::occurring);
    };
  }

  /** Returns the mean recall of the classes that occur. */
  double balancedAccuracy() {
    double sum = 0;
    int occurring = 0;
    for (int label = 0; label < counts.length; label++) {
      if (occurring(label) > 0) {
        sum += of(label).recall();
        occurring++;
      }
    }
    return sum / occurring;
  }

  private double mean(ToDoubleFunction<Counts> score, IntToLongFunction weighting) {
    double sum = 0;
    double weights = 0;
    for (int label = 0; label < counts.length; label++) {
      long weight = weighting.applyAsLong(label);
      sum += weight * score.applyAsDouble(of(label));
      weights += weight;
    }
    return sum / weights;
  }

  /** Returns the counts of label 1. */
  private Counts positive() {
    int at = labels.indexOf(new UniqueLabels.Key(1, ""));
    boolean texts = labels.stream().anyMatch(label -> !label.text().isEmpty());
    if (labels.size() > 2 || (labels.size() == 2 && at < 0) || texts) {
      throw new IllegalArgumentException(
          "a score of one class is for labels of which one is 1; received "
              + labels
              + ": choose the average micro, macro or weighted");
    }
    return at < 0 ? new Counts(0, 0, 0) : of(at);
  }
}
