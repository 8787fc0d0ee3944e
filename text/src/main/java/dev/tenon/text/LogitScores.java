package dev.tenon.text;

import dev.tenon.zoo.Prediction;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Probabilities of logits. */
final class LogitScores {
  private LogitScores() {}

  /** Returns probabilities whose sum is 1. */
  static double[] softmax(float[] logits) {
    double most = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
    double[] powers =
        IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i] - most)).toArray();
    double sum = IntStream.range(0, powers.length).mapToDouble(i -> powers[i]).sum();
    return IntStream.range(0, powers.length).mapToDouble(i -> powers[i] / sum).toArray();
  }

  /** Returns a probability for each class by itself. */
  static double[] sigmoid(float[] logits) {
    return IntStream.range(0, logits.length)
        .mapToDouble(i -> 1 / (1 + Math.exp(-(double) logits[i])))
        .toArray();
  }

  /** Returns the greatest scores with their names, best first. */
  static List<Prediction> best(double[] scores, int k, IntFunction<String> name) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
        .limit(k)
        .map(i -> new Prediction(i, "", name.apply(i), (float) scores[i]))
        .toList();
  }

  /** Returns the index of the greatest number. */
  static int argmax(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
