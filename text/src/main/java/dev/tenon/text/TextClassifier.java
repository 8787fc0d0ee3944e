package dev.tenon.text;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.Tensor;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.zoo.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives texts classes, with a network such as {@code BertForSequenceClassification}.
 *
 * <p>Names of classes are those of {@code id2label}. Scores are transformers': by {@code
 * problem_type} a softmax over the classes, a sigmoid for each of them where a text has several or
 * there is one class only, or the number itself for a regression. Threads may share a classifier.
 *
 * @see <a
 *     href="https://huggingface.co/docs/transformers/main_classes/pipelines#transformers.TextClassificationPipeline">
 *     transformers: TextClassificationPipeline</a>
 */
public final class TextClassifier implements AutoCloseable {
  private final TextNetwork network;
  private final List<String> labels;

  private TextClassifier(TextNetwork network) {
    this.network = network;
    this.labels = network.folder().labels(network.features());
  }

  /**
   * Loads a folder.
   *
   * @throws UnsupportedModelException if the network has another head
   */
  public static TextClassifier load(Path folder) throws IOException {
    return new TextClassifier(
        TextNetwork.load(folder, "logits", 2, "a network …ForSequenceClassification"));
  }

  /** Returns a view on another engine, with shared weights; each view is closed separately. */
  public TextClassifier on(Engine engine) {
    return new TextClassifier(network.on(engine));
  }

  /** Returns the names of the classes, in the order of the network. */
  public List<String> labels() {
    return labels;
  }

  /** Returns the classes of a text with their scores, best first. */
  public List<Prediction> classify(String text) {
    return classify(List.of(text)).get(0);
  }

  /** Returns the classes of two texts that belong together, such as a question and an answer. */
  public List<Prediction> classify(String text, String pair) {
    return classify(List.of(text), List.of(pair)).get(0);
  }

  /**
   * Returns the classes of each text and the text beside it in the second list; they run by batches
   * of 32.
   *
   * @throws IllegalArgumentException if the lists differ in length
   */
  public List<List<Prediction>> classify(List<String> texts, List<String> pairs) {
    if (texts.size() != pairs.size()) {
      throw new IllegalArgumentException(
          "pairs: expected one for each of " + texts.size() + " texts, received " + pairs.size());
    }
    return run(
        IntStream.range(0, texts.size())
            .mapToObj(i -> network.tokenizer().encode(texts.get(i), pairs.get(i)))
            .toList());
  }

  /** Returns the classes of each text with their scores, best first; texts run by batches of 32. */
  public List<List<Prediction>> classify(List<String> texts) {
    return run(network.encode(texts));
  }

  private List<List<Prediction>> run(List<Encoding> encodings) {
    return network.run(encodings, TextNetwork.BATCH_SIZE, (encoding, row) -> predictions(row));
  }

  private List<Prediction> predictions(Tensor row) {
    float[] logits = row.toFloatArray();
    return LogitScores.best(scores(logits), logits.length, labels::get);
  }

  private double[] scores(float[] logits) {
    String problem = network.folder().problemType();
    if (problem.equals("regression")) {
      return IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
    }
    boolean apart = problem.equals("multi_label_classification") || logits.length == 1;
    return apart ? LogitScores.sigmoid(logits) : LogitScores.softmax(logits);
  }

  @Override
  public void close() {
    network.close();
  }
}
