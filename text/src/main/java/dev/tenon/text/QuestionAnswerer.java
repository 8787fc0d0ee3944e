package dev.tenon.text;

import dev.tenon.engine.Engine;
import dev.tenon.tensor.Tensor;
import dev.tenon.tokenizers.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the part of a context that answers a question, with a network such as {@code
 * BertForQuestionAnswering}.
 *
 * <p>A context that is longer than the network runs in windows of at most 384 tokens, which
 * overlap. An answer has whole words, at most 15 tokens. Threads may share it.
 *
 * @see <a
 *     href="https://huggingface.co/docs/transformers/v4.57.6/main_classes/pipelines#transformers.QuestionAnsweringPipeline">
 *     transformers 4: QuestionAnsweringPipeline</a>
 */
public final class QuestionAnswerer implements AutoCloseable {
  /** The most tokens of a window: transformers' {@code max_seq_len}. */
  private static final int WINDOW = 384;

  /** The most tokens that two windows share: transformers' {@code doc_stride}. */
  private static final int OVERLAP = 128;

  private static final String STARTS = "start_logits";
  private static final String ENDS = "end_logits";
  private static final Answer NONE = new Answer("", 0, 0, 0);

  private final TextNetwork network;

  private QuestionAnswerer(TextNetwork network) {
    this.network = network;
  }

  /**
   * Loads a folder.
   *
   * @throws dev.tenon.error.UnsupportedModelException if the network has another head
   */
  public static QuestionAnswerer load(Path folder) throws IOException {
    return new QuestionAnswerer(
        TextNetwork.load(folder, STARTS, 2, "a network …ForQuestionAnswering")
            .windows(WINDOW, OVERLAP));
  }

  /** Returns a view on another engine, with shared weights; each view is closed separately. */
  public QuestionAnswerer on(Engine engine) {
    return new QuestionAnswerer(network.on(engine));
  }

  /**
   * Returns the best answer. There is always one, however small its score is.
   *
   * @throws IllegalArgumentException if the question or the context is empty, or the question alone
   *     is longer than the network
   */
  public Answer answer(String question, String context) {
    return answers(question, context, 1).stream().findFirst().orElse(NONE);
  }

  /**
   * Returns the best answers, best first; see {@link #answer}.
   *
   * @param k the largest number of answers
   */
  public List<Answer> answers(String question, String context, int k) {
    return search(question, context, k).answers().stream().limit(k).toList();
  }

  /**
   * Returns the best answer, or nothing where the network rates it below the lack of an answer:
   * transformers' {@code handle_impossible_answer}. It is for networks that learned from questions
   * without an answer, such as those of SQuAD 2.0.
   *
   * @throws IllegalArgumentException as {@link #answer}
   */
  public Optional<Answer> find(String question, String context) {
    AnswerSearch search = search(question, context, 1);
    return search.answers().stream()
        .findFirst()
        .filter(answer -> answer.score() >= search.noAnswer() && !answer.text().isEmpty());
  }

  private AnswerSearch search(String question, String context, int k) {
    if (question.isEmpty() || context.isEmpty()) {
      throw new IllegalArgumentException(
          "answer: expected a question and a context, received an empty "
              + (question.isEmpty() ? "question" : "context"));
    }
    if (k < 1) {
      throw new IllegalArgumentException("k: expected at least 1, received " + k);
    }
    Encoding first = network.tokenizer().encode(question, context);
    List<Encoding> windows = new ArrayList<>();
    windows.add(first);
    windows.addAll(first.overflowing());
    AnswerSearch search = new AnswerSearch(context, first.ids()[0], k);
    for (int from = 0; from < windows.size(); from += TextNetwork.BATCH_SIZE) {
      List<Encoding> batch =
          windows.subList(from, Math.min(windows.size(), from + TextNetwork.BATCH_SIZE));
      Map<String, Tensor> outputs = network.outputs(batch, List.of(STARTS, ENDS));
      for (int i = 0; i < batch.size(); i++) {
        search.add(
            batch.get(i),
            outputs.get(STARTS).get(i).toFloatArray(),
            outputs.get(ENDS).get(i).toFloatArray());
      }
    }
    return search;
  }

  @Override
  public void close() {
    network.close();
  }
}
