package dev.tenon.text;

import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.engine.Engine;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.Tensor;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.training.FitOptions;
import dev.tenon.zoo.huggingface.HeadReplacement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private static final String WANTED = "a network …ForQuestionAnswering";
  private static final SampleForm FORM =
      new SampleForm(
          "questions and contexts, two string columns, with the answers, strings, and if wanted"
              + " the places where they start",
          2,
          2,
          1,
          2);

  private final TextNetwork network;
  private final TextTraining training;

  private QuestionAnswerer(TextNetwork network, TextTraining training) {
    this.network = network;
    this.training = training;
  }

  private static QuestionAnswerer of(TextNetwork network) {
    TextNetwork windows = network.windows(WINDOW, OVERLAP);
    return new QuestionAnswerer(windows, new TextTraining(windows));
  }

  /**
   * Loads a folder.
   *
   * @throws dev.tenon.error.UnsupportedModelException if the network has another head
   */
  public static QuestionAnswerer load(Path folder) throws IOException {
    return of(TextNetwork.load(folder, STARTS, 2, WANTED));
  }

  /**
   * Loads the encoder of a folder with another head, such as that of a masked language model. The
   * head for answers is new, with random weights after {@link
   * dev.tenon.initializers.Seeds#setRandomSeed}, and {@link #fit(List, List, List, FitOptions)}
   * trains it.
   *
   * @throws dev.tenon.error.UnsupportedModelException if the architecture has no such head
   */
  public static QuestionAnswerer loadEncoder(Path folder) throws IOException {
    return of(TextNetwork.load(folder, STARTS, 2, WANTED, HeadReplacement.questionAnswering()));
  }

  /** Returns a view on another engine, with shared weights; each view is closed separately. */
  public QuestionAnswerer on(Engine engine) {
    return new QuestionAnswerer(network.on(engine), training);
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
    List<Encoding> windows = network.windowsOf(question, context);
    AnswerSearch search = new AnswerSearch(context, windows.get(0).ids()[0], k);
    for (int from = 0; from < windows.size(); from += TextNetwork.BATCH_SIZE) {
      List<Encoding> batch =
          windows.subList(from, Math.min(windows.size(), from + TextNetwork.BATCH_SIZE));
      Map<String, Tensor> outputs = network.outputs(batch, List.of(STARTS, ENDS));
      Tensor starts = Objects.requireNonNull(outputs.get(STARTS));
      Tensor ends = Objects.requireNonNull(outputs.get(ENDS));
      for (int i = 0; i < batch.size(); i++) {
        search.add(batch.get(i), starts.get(i).toFloatArray(), ends.get(i).toFloatArray());
      }
    }
    return search;
  }

  /**
   * Sets the optimizer of {@link #fit(List, List, List, FitOptions)}: Adam at a rate of 5e-5 by
   * default.
   */
  public void compile(Optimizer optimizer) {
    training.compile(optimizer);
  }

  /**
   * Trains on questions with contexts and answers. Each window of a long context is a sample; where
   * it has not the whole answer, the first token is the answer. The loss is the mean of the
   * crossentropies of the first and the last token, as in transformers.
   *
   * @param questions the questions
   * @param contexts the context of each question
   * @param answers the answer to each question, such as {@code Answer.in(context, text)}; only its
   *     places count, and an empty one means that the context has no answer
   * @return the loss of each epoch
   * @throws IllegalArgumentException if there are not equally many
   */
  public History fit(
      List<String> questions, List<String> contexts, List<Answer> answers, FitOptions options) {
    TextTraining.checkSizes(questions, contexts, "context");
    TextTraining.checkSizes(questions, answers, "answer");
    AnswerTargets samples = new AnswerTargets(network, questions, contexts, answers);
    return training.fit(samples.numbers(), samples::encoded, AnswerTargets.objective(), options);
  }

  /**
   * Trains on a data set of questions, such as {@code Dataset.fromCsv(file).texts("question",
   * "context").label("answer")}.
   *
   * @param data features: questions and contexts, (batch) each; targets: answers as strings, which
   *     are empty where the context has none, and if wanted a second one with the place of the
   *     first character of each answer in its context, a number or a string. Without it the first
   *     place counts
   * @return the loss of each epoch
   * @throws IllegalArgumentException if the columns are others, or a context does not have its
   *     answer
   */
  public History fit(Dataset data, FitOptions options) {
    return training.fitUnweighted(data, this::encoded, AnswerTargets.objective(), options);
  }

  private Batch encoded(Batch batch) {
    FORM.checkUnweighted(batch);
    int size = batch.size();
    Tensor texts = SampleForm.target(batch, 0);
    Tensor starts = batch.targets().size() < 2 ? null : SampleForm.target(batch, 1);
    if (!SampleForm.isText(texts, size) || (starts != null && starts.size() != size)) {
      throw FORM.wrong(batch, "");
    }
    float[] places = starts == null ? null : ClassTargets.numbers("starts", starts);
    List<String> contexts = SampleForm.texts(batch, 1);
    String[] wanted = texts.toStringArray();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (wanted[i].isEmpty()) {
        answers.add(NONE);
      } else if (places == null) {
        answers.add(Answer.in(contexts.get(i), wanted[i]));
      } else {
        answers.add(Answer.at(contexts.get(i), wanted[i], (int) places[i]));
      }
    }
    AnswerTargets samples =
        new AnswerTargets(network, SampleForm.texts(batch, 0), contexts, answers);
    return samples.encoded(samples.numbers());
  }

  /** Writes a folder that {@code from_pretrained} opens, with the files of the tokenizer. */
  public void save(Path folder) throws IOException {
    network.model().save(folder);
  }

  @Override
  public void close() {
    network.close();
  }
}
