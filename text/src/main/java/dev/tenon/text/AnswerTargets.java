package dev.tenon.text;

import dev.tenon.data.Batch;
import dev.tenon.losses.Losses;
import dev.tenon.tensor.Tensor;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.training.CompileOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions with answers as targets of tokens.
 *
 * @param network splits the texts into windows
 * @param questions the questions
 * @param contexts the context of each question
 * @param answers the answer to each question
 */
record AnswerTargets(
    TextNetwork network, List<String> questions, List<String> contexts, List<Answer> answers) {
  /** Stands for no token. */
  private static final int NONE = -1;

  /** Returns the loss: the mean of the crossentropies of the first and the last token. */
  static CompileOptions objective() {
    CompileOptions options = CompileOptions.compile();
    for (String output : List.of("start_logits", "end_logits")) {
      options =
          options
              .loss(output, Losses.sparseCategoricalCrossentropy().fromLogits(true))
              .lossWeight(output, 0.5);
    }
    return options;
  }

  /** Returns the numbers of the questions, (questions), as samples. */
  Batch numbers() {
    return TextTraining.numbers(questions.size());
  }

  /** Returns the windows of questions, with the places of the first and the last token. */
  Batch encoded(Batch numbers) {
    List<Encoding> windows = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int number : TextTraining.chosen(numbers)) {
      Answer answer = answers.get(number);
      for (Encoding window : network.windowsOf(questions.get(number), contexts.get(number))) {
        int start = token(window, answer.start());
        int end = token(window, answer.end() - 1);
        boolean whole = start != NONE && end != NONE && answer.start() < answer.end();
        windows.add(window);
        starts.add(whole ? start : 0);
        ends.add(whole ? end : 0);
      }
    }
    return network.batch(windows, List.of(tensor(starts), tensor(ends)), List.of());
  }

  /** Returns the token of a character of the context. */
  private static int token(Encoding window, int place) {
    for (int i = 0; i < window.size(); i++) {
      if (window.sequenceIds()[i] == 1 && window.starts()[i] <= place && place < window.ends()[i]) {
        return i;
      }
    }
    return NONE;
  }

  private static Tensor tensor(List<Integer> numbers) {
    return Tensor.of(numbers.stream().mapToInt(Integer::intValue).toArray(), numbers.size());
  }
}
