package dev.tenon.text;

import dev.tenon.tokenizers.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the most probable spans of a context, window by window, as transformers' {@code
 * select_starts_ends} and {@code decode_spans}.
 */
final class AnswerSearch {
  /** The most tokens of an answer: transformers' {@code max_answer_len}. */
  private static final int LONGEST = 15;

  /** The logit of a token that cannot be in an answer. */
  private static final float EXCLUDED = -10_000;

  private final String context;
  private final int firstTokenId;
  private final int candidates;
  private final List<Answer> answers = new ArrayList<>();
  private double noAnswer = 1;

  private record Span(int start, int end, double score) {}

  /**
   * Starts a search.
   *
   * @param firstTokenId the number of the token in front of all others, such as {@code [CLS]}
   * @param k how many answers are wanted
   */
  AnswerSearch(String context, int firstTokenId, int k) {
    this.context = context;
    this.firstTokenId = firstTokenId;
    this.candidates = 2 * k + 10;
  }

  /** Returns the answers of all windows, best first. */
  List<Answer> answers() {
    return answers.stream().sorted(Comparator.comparingDouble(Answer::score).reversed()).toList();
  }

  /** Returns the smallest probability of a window that it has no answer. */
  double noAnswer() {
    return noAnswer;
  }

  /**
   * Adds a window of the context.
   *
   * @param startLogits the score of each token as the first one; padding may follow
   * @param endLogits the score of each token as the last one
   */
  void add(Encoding window, float[] startLogits, float[] endLogits) {
    boolean[] allowed = allowed(window);
    double[] starts = probabilities(startLogits, allowed);
    double[] ends = probabilities(endLogits, allowed);
    noAnswer = Math.min(noAnswer, starts[0] * ends[0]);
    starts[0] = 0;
    ends[0] = 0;
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      for (int j = i; j < Math.min(ends.length, i + LONGEST); j++) {
        double score = starts[i] * ends[j];
        if (score > 0) {
          spans.add(new Span(i, j, score));
        }
      }
    }
    spans.stream()
        .sorted(Comparator.comparingDouble(Span::score).reversed())
        .limit(candidates)
        .forEach(span -> add(window, span));
  }

  private boolean[] allowed(Encoding window) {
    int[] ids = window.ids();
    int[] sequences = window.sequenceIds();
    boolean[] allowed = new boolean[ids.length];
    for (int i = 0; i < allowed.length; i++) {
      allowed[i] = sequences[i] == 1 || ids[i] == firstTokenId;
    }
    return allowed;
  }

  private static double[] probabilities(float[] logits, boolean[] allowed) {
    float[] masked = Arrays.copyOf(logits, allowed.length);
    for (int i = 0; i < masked.length; i++) {
      masked[i] = allowed[i] ? masked[i] : EXCLUDED;
    }
    return LogitScores.softmax(masked);
  }

  private void add(Encoding window, Span span) {
    int start = wordStart(window, span.start());
    int end = Math.max(start, wordEnd(window, span.end()));
    String text = context.substring(start, end);
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).text().equalsIgnoreCase(text)) {
        answers.set(i, answers.get(i).plus(span.score()));
        return;
      }
    }
    answers.add(new Answer(text, span.score(), start, end));
  }

  /** Returns where the word of a token begins; of a token without a word, the token. */
  private static int wordStart(Encoding window, int token) {
    int first = token;
    while (first > 0 && isSameWord(window, first - 1, token)) {
      first--;
    }
    return window.starts()[first];
  }

  private static int wordEnd(Encoding window, int token) {
    int last = token;
    while (last + 1 < window.size() && isSameWord(window, last + 1, token)) {
      last++;
    }
    return window.ends()[last];
  }

  private static boolean isSameWord(Encoding window, int one, int other) {
    int word = window.wordIds()[other];
    return word != Encoding.NONE
        && window.wordIds()[one] == word
        && window.sequenceIds()[one] == window.sequenceIds()[other];
  }
}
