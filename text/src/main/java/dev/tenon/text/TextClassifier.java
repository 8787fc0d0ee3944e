package dev.tenon.text;

import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.training.FitOptions;
import dev.tenon.zoo.Prediction;
import dev.tenon.zoo.huggingface.HeadReplacement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives texts classes, with a network such as {@code BertForSequenceClassification}.
 *
 * <p>Names of classes are those of {@code id2label}. Scores are transformers': by {@code
 * problem_type} a softmax over the classes, a sigmoid for each of them where a text has several or
 * there is one class only, or the number itself for a regression. Threads may share a classifier.
 *
 * <pre>{@code
 * try (TextClassifier classifier = TextClassifier.load(encoder, List.of("ham", "spam"))) {
 *   classifier.fit(texts, labels, fit().epochs(3).batchSize(16).seed(1L));
 *   classifier.save(Path.of("spam"));
 * }
 * }</pre>
 *
 * @see <a
 *     href="https://huggingface.co/docs/transformers/main_classes/pipelines#transformers.TextClassificationPipeline">
 *     transformers: TextClassificationPipeline</a>
 */
public final class TextClassifier implements AutoCloseable {
  private static final String LOGITS = "logits";
  private static final String WANTED = "a network …ForSequenceClassification";
  private static final SampleForm FORM =
      new SampleForm(
          "texts, one string column or two, with a target: labels as strings, their numbers, or"
              + " rows of 0 and 1 where a text has several",
          1,
          2,
          1,
          1);

  private final TextNetwork network;
  private final ClassTargets classes;
  private final TextTraining training;

  private TextClassifier(TextNetwork network, ClassTargets classes, TextTraining training) {
    this.network = network;
    this.classes = classes;
    this.training = training;
  }

  private static TextClassifier of(TextNetwork network, ClassTargets classes) {
    return new TextClassifier(network, classes, new TextTraining(network));
  }

  /**
   * Loads a folder.
   *
   * @throws UnsupportedModelException if the network has another head
   */
  public static TextClassifier load(Path folder) throws IOException {
    TextNetwork network = TextNetwork.load(folder, LOGITS, 2, WANTED);
    return of(
        network,
        ClassTargets.of(
            network.folder().labels(network.features()), network.folder().problemType()));
  }

  /**
   * Loads the encoder of a folder for classes of one's own. The head of the folder is kept where it
   * has the same classes; else the head is new, with random weights after {@link
   * dev.tenon.initializers.Seeds#setRandomSeed}, and {@link #fit(List, List, FitOptions)} trains
   * it.
   *
   * @param labels the names of the classes, at least two
   * @throws UnsupportedModelException if the architecture has no such head
   * @throws IllegalArgumentException if there are fewer than two labels, or a label occurs twice
   */
  public static TextClassifier load(Path folder, List<String> labels) throws IOException {
    ClassTargets classes = ClassTargets.ofLabels(labels);
    return of(
        TextNetwork.load(folder, LOGITS, 2, WANTED, HeadReplacement.sequenceClassification(labels)),
        classes);
  }

  /** Returns a view on another engine, with shared weights; each view is closed separately. */
  public TextClassifier on(Engine engine) {
    return new TextClassifier(network.on(engine), classes, training);
  }

  /** Returns the names of the classes, in the order of the network. */
  public List<String> labels() {
    return classes.labels();
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
    return LogitScores.best(scores(logits), logits.length, classes.labels()::get);
  }

  private double[] scores(float[] logits) {
    return switch (classes.problem()) {
      case REGRESSION -> IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
      case SEVERAL -> LogitScores.sigmoid(logits);
      case ONE -> logits.length == 1 ? LogitScores.sigmoid(logits) : LogitScores.softmax(logits);
    };
  }

  /**
   * Sets the optimizer of {@link #fit(List, List, FitOptions)}: Adam at a rate of 5e-5 by default.
   * The loss is the crossentropy of the classes, or the squared error of a regression.
   */
  public void compile(Optimizer optimizer) {
    training.compile(optimizer);
  }

  /**
   * Trains on texts with their classes. A view on another engine learns with this one.
   *
   * @param texts the texts
   * @param labels the class of each text; a number for a regression
   * @return loss and accuracy of each epoch
   * @throws IllegalArgumentException if a label is unknown, or there are not as many as texts
   */
  public History fit(List<String> texts, List<String> labels, FitOptions options) {
    TextTraining.checkSizes(texts, labels, "label");
    Batch all = Batch.of(List.of(TextTraining.strings(texts)), List.of(classes.targets(labels)));
    return training.fit(all, this::encoded, classes.objective(), options);
  }

  /**
   * Trains on a data set of texts, such as {@code Dataset.textDatasetFromDirectory(folder)}.
   *
   * @param data features: texts, (batch) or (batch, 1), and where there are pairs the second texts;
   *     targets: the labels as strings or as their numbers, (batch). A network with {@code
   *     problem_type} {@code multi_label_classification} takes rows of 0 and 1, (batch, classes)
   * @return loss and accuracy of each epoch; of several labels and a regression the loss
   * @throws IllegalArgumentException if the columns are others, or a label is unknown
   */
  public History fit(Dataset data, FitOptions options) {
    return training.fit(data, this::encoded, classes.objective(), options);
  }

  private Batch encoded(Batch batch) {
    FORM.check(batch);
    List<String[]> columns = batch.features().stream().map(Tensor::toStringArray).toList();
    List<Encoding> encodings = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      String text = columns.get(0)[i];
      encodings.add(
          columns.size() == 1
              ? network.tokenizer().encode(text)
              : network.tokenizer().encode(text, columns.get(1)[i]));
    }
    Tensor target = SampleForm.target(batch, 0);
    Tensor numbers =
        target.dtype() == DType.STRING ? classes.targets(List.of(target.toStringArray())) : target;
    if (!classes.fits(numbers, batch.size())) {
      throw FORM.wrong(batch, " for the classes " + classes.labels());
    }
    return network.batch(encodings, List.of(numbers), batch.weights());
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
