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
import java.util.stream.Stream;

/**
 * Finds names, places and other classes of tokens, with a network such as {@code
 * BertForTokenClassification}.
 *
 * <p>Adjacent tokens of a class form a span; {@code B-} begins a new one. Tokens of the class
 * {@code O} are left out. This is the aggregation {@code simple} of transformers. What follows the
 * network's longest sequence is not read. Threads may share a classifier.
 *
 * @see <a
 *     href="https://huggingface.co/docs/transformers/main_classes/pipelines#transformers.TokenClassificationPipeline">
 *     transformers: TokenClassificationPipeline</a>
 */
public final class TokenClassifier implements AutoCloseable {
  private static final String OUTSIDE = "O";

  private static final String LOGITS = "logits";
  private static final String WANTED = "a network …ForTokenClassification";
  private static final SampleForm FORM =
      new SampleForm(
          "sentences, one string column, with their tags, strings; spaces separate words and tags",
          1,
          1,
          1,
          1);

  private final TextNetwork network;
  private final List<String> labels;
  private final TextTraining training;

  /** A token with its most probable class, in place of a span of one token. */
  private record ClassifiedToken(boolean first, String label, double score, int start, int end) {}

  private TokenClassifier(TextNetwork network, List<String> labels, TextTraining training) {
    this.network = network;
    this.labels = List.copyOf(labels);
    this.training = training;
  }

  /**
   * Loads a folder.
   *
   * @throws dev.tenon.error.UnsupportedModelException if the network has another head
   */
  public static TokenClassifier load(Path folder) throws IOException {
    TextNetwork network = TextNetwork.load(folder, LOGITS, 3, WANTED);
    return new TokenClassifier(
        network, network.folder().labels(network.features()), new TextTraining(network));
  }

  /**
   * Loads the encoder of a folder for classes of one's own. The head of the folder is kept where it
   * has the same classes; else the head is new, with random weights after {@link
   * dev.tenon.initializers.Seeds#setRandomSeed}, and {@link #fit(List, List, FitOptions)} trains
   * it.
   *
   * @param labels the names of the classes, such as {@code O}, {@code B-LOC} and {@code I-LOC}
   * @throws dev.tenon.error.UnsupportedModelException if the architecture has no such head
   * @throws IllegalArgumentException if there are fewer than two labels, or a label occurs twice
   */
  public static TokenClassifier load(Path folder, List<String> labels) throws IOException {
    List<String> classes = ClassTargets.ofLabels(labels).labels();
    TextNetwork network =
        TextNetwork.load(folder, LOGITS, 3, WANTED, HeadReplacement.tokenClassification(classes));
    return new TokenClassifier(network, classes, new TextTraining(network));
  }

  /** Returns a view on another engine, with shared weights; each view is closed separately. */
  public TokenClassifier on(Engine engine) {
    return new TokenClassifier(network.on(engine), labels, training);
  }

  /** Returns the names of the classes, in the order of the network. */
  public List<String> labels() {
    return labels;
  }

  /** Returns the spans of a text, in their order. */
  public List<TextSpan> classify(String text) {
    return classify(List.of(text)).get(0);
  }

  /** Returns the spans of each text; texts run by batches of 32. */
  public List<List<TextSpan>> classify(List<String> texts) {
    List<List<ClassifiedToken>> tokens =
        network.run(network.encode(texts), TextNetwork.BATCH_SIZE, this::tokens);
    List<List<TextSpan>> results = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      results.add(spans(texts.get(i), tokens.get(i)));
    }
    return results;
  }

  private List<ClassifiedToken> tokens(Encoding encoding, Tensor row) {
    List<ClassifiedToken> tokens = new ArrayList<>();
    int[] special = encoding.specialTokensMask();
    int[] starts = encoding.starts();
    int[] ends = encoding.ends();
    for (int i = 0; i < special.length; i++) {
      if (special[i] == 0) {
        double[] scores = LogitScores.softmax(row.get(i).toFloatArray());
        int best = LogitScores.argmax(scores);
        String label = labels.get(best);
        boolean prefixed = label.startsWith("B-") || label.startsWith("I-");
        tokens.add(
            new ClassifiedToken(
                label.startsWith("B-"),
                prefixed ? label.substring(2) : label,
                scores[best],
                starts[i],
                ends[i]));
      }
    }
    return tokens;
  }

  private static List<TextSpan> spans(String text, List<ClassifiedToken> tokens) {
    List<TextSpan> spans = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= tokens.size(); to++) {
      ClassifiedToken begin = tokens.get(from);
      boolean goesOn =
          to < tokens.size()
              && !tokens.get(to).first()
              && tokens.get(to).label().equals(begin.label());
      if (!goesOn) {
        if (!begin.label().equals(OUTSIDE)) {
          spans.add(span(text, tokens.subList(from, to)));
        }
        from = to;
      }
    }
    return spans;
  }

  private static TextSpan span(String text, List<ClassifiedToken> tokens) {
    ClassifiedToken begin = tokens.get(0);
    int end = tokens.get(tokens.size() - 1).end();
    double score = tokens.stream().mapToDouble(ClassifiedToken::score).average().orElse(0);
    return new TextSpan(
        begin.label(), score, begin.start(), end, text.substring(begin.start(), end));
  }

  /**
   * Sets the optimizer of {@link #fit(List, List, FitOptions)}: Adam at a rate of 5e-5 by default.
   */
  public void compile(Optimizer optimizer) {
    training.compile(optimizer);
  }

  /**
   * Trains on sentences of words with a class each. Words are joined by spaces. The first token of
   * a word learns its class, and others learn nothing, as in transformers' guide.
   *
   * @param words the words of each sentence
   * @param tags the class of each word
   * @return the loss of each epoch
   * @throws IllegalArgumentException if a class is unknown, or there are not as many as words
   */
  public History fit(List<List<String>> words, List<List<String>> tags, FitOptions options) {
    TextTraining.checkSizes(words, tags, "list of tags");
    WordTags sentences = new WordTags(network, labels, words, tags);
    return training.fit(sentences.numbers(), sentences::encoded, WordTags.objective(), options);
  }

  /**
   * Trains on a data set of sentences, such as {@code
   * Dataset.fromCsv(file).texts("text").label("tags")}.
   *
   * @param data features: sentences whose words spaces separate, (batch); targets: the tags of each
   *     sentence, which spaces separate, too, such as {@code B-PER O O}
   * @return the loss of each epoch
   * @throws IllegalArgumentException if the columns are others, a tag is unknown, or a sentence has
   *     not as many tags as words
   */
  public History fit(Dataset data, FitOptions options) {
    return training.fitUnweighted(data, this::encoded, WordTags.objective(), options);
  }

  private Batch encoded(Batch batch) {
    FORM.checkUnweighted(batch);
    Tensor target = SampleForm.target(batch, 0);
    if (!SampleForm.isText(target, batch.size())) {
      throw FORM.wrong(batch, "");
    }
    List<List<String>> words = SampleForm.texts(batch, 0).stream().map(SampleForm::words).toList();
    List<List<String>> tags = Stream.of(target.toStringArray()).map(SampleForm::words).toList();
    WordTags sentences = new WordTags(network, labels, words, tags);
    return sentences.encoded(sentences.numbers());
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
