package dev.tenon.internal.alignment;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The logits of one sample, a row a step.
 *
 * @param logits as they are
 * @param logarithms the same as logarithms of probabilities
 * @param blank the class that stands for no label
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record StepLogits(double[][] logits, double[][] logarithms, int blank) {
  /** TensorFlow's logarithm of 0. */
  private static final double NEVER = Math.log(1e-307);

  /** Labels, and how likely they are. */
  public record Path(List<Integer> labels, double score) {}

  /** Probabilities of a beginning that ends with a blank, and of one that does not. */
  private record Ending(double blank, double label) {
    double total() {
      return sum(blank, label);
    }
  }

  /**
   * Reads a sample of a tensor of shape (batch, steps, classes).
   *
   * @param steps how many steps count
   * @param maskIndex the class of blanks; negative from the end
   */
  public static StepLogits of(Tensor output, int sample, long steps, int maskIndex) {
    int classes = Math.toIntExact(output.dim(2));
    int blank = maskIndex < 0 ? maskIndex + classes : maskIndex;
    if (blank < 0 || blank >= classes || steps < 0 || steps > output.dim(1)) {
      throw new IllegalArgumentException(
          "sample "
              + sample
              + " of shape "
              + output.shapeString()
              + ": expected a blank below "
              + classes
              + " and at most "
              + output.dim(1)
              + " steps, received "
              + maskIndex
              + " and "
              + steps);
    }
    double[][] logits = new double[(int) steps][classes];
    double[][] logarithms = new double[(int) steps][classes];
    for (int step = 0; step < steps; step++) {
      double all = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        logits[step][c] = output.getDouble((sample * output.dim(1) + step) * classes + c);
        all = sum(all, logits[step][c]);
      }
      for (int c = 0; c < classes; c++) {
        logarithms[step][c] = logits[step][c] - all;
      }
    }
    return new StepLogits(logits, logarithms, blank);
  }

  /** Returns the logarithm of a sum of probabilities. */
  private static double sum(double a, double b) {
    double most = Math.max(a, b);
    return most == Double.NEGATIVE_INFINITY
        ? most
        : most + Math.log1p(Math.exp(Math.min(a, b) - most));
  }

  /** Returns minus the logarithm of the probability of some labels, by the forward algorithm. */
  public double loss(int[] labels) {
    int states = 2 * labels.length + 1;
    double[] now = new double[states];
    for (int state = 0; state < states; state++) {
      now[state] = state < 2 ? 0 : NEVER;
    }
    for (int step = 0; step < logarithms.length; step++) {
      double[] next = new double[states];
      for (int state = 0; state < states; state++) {
        double before = now[state];
        if (step > 0 && state > 0) {
          before = sum(before, now[state - 1]);
          boolean jumps = state % 2 == 1 && state > 1;
          if (jumps && labels[state / 2] != labels[state / 2 - 1]) {
            before = sum(before, now[state - 2]);
          }
        }
        next[state] = before + logarithms[step][state % 2 == 0 ? blank : labels[state / 2]];
      }
      now = next;
    }
    return -(states == 1 ? now[0] : sum(now[states - 1], now[states - 2]));
  }

  /** Returns the likeliest class of each step as labels. */
  public Path greedy(boolean mergeRepeated) {
    List<Integer> labels = new ArrayList<>();
    double score = 0;
    int before = -1;
    for (double[] step : logits) {
      int best = 0;
      for (int c = 1; c < step.length; c++) {
        best = step[c] > step[best] ? c : best;
      }
      score -= step[best];
      if (best != blank && !(mergeRepeated && best == before)) {
        labels.add(best);
      }
      before = best;
    }
    return new Path(labels, score);
  }

  /** Returns the likeliest labels, of all alignments of the beginnings that are kept. */
  public List<Path> search(int width, int paths) {
    Map<List<Integer>, Ending> beam = new LinkedHashMap<>();
    beam.put(List.of(), new Ending(0, Double.NEGATIVE_INFINITY));
    for (double[] step : logarithms) {
      Map<List<Integer>, Ending> next = new LinkedHashMap<>();
      beam.forEach((labels, ending) -> extend(labels, ending, step, next));
      beam = best(next, width);
    }
    List<Path> found = new ArrayList<>();
    best(beam, paths).forEach((labels, end) -> found.add(new Path(labels, end.total())));
    return found;
  }

  private void extend(
      List<Integer> labels, Ending ending, double[] step, Map<List<Integer>, Ending> next) {
    double never = Double.NEGATIVE_INFINITY;
    int last = labels.isEmpty() ? -1 : labels.get(labels.size() - 1);
    add(next, labels, new Ending(ending.total() + step[blank], never));
    if (last >= 0) {
      add(next, labels, new Ending(never, ending.label() + step[last]));
    }
    for (int c = 0; c < step.length; c++) {
      if (c != blank) {
        List<Integer> longer = new ArrayList<>(labels);
        longer.add(c);
        // The same label once more needs a blank in between.
        double before = c == last ? ending.blank() : ending.total();
        add(next, longer, new Ending(never, before + step[c]));
      }
    }
  }

  private static void add(Map<List<Integer>, Ending> all, List<Integer> labels, Ending more) {
    all.merge(
        labels, more, (a, b) -> new Ending(sum(a.blank(), b.blank()), sum(a.label(), b.label())));
  }

  private static Map<List<Integer>, Ending> best(Map<List<Integer>, Ending> all, int count) {
    Map<List<Integer>, Ending> best = new LinkedHashMap<>();
    all.entrySet().stream()
        .sorted(Comparator.comparing(entry -> -entry.getValue().total()))
        .limit(count)
        .forEach(entry -> best.put(entry.getKey(), entry.getValue()));
    return best;
  }
}
