package dev.tenon.text;

import dev.tenon.Model;
import dev.tenon.ModelLayers;
import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.Rows;
import dev.tenon.engine.Engine;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.model.TensorSpec;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.Tensor;
import dev.tenon.text.internal.TokenPooling;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes vectors of texts; texts of similar meaning have similar vectors.
 *
 * <p>The folder is that of a sentence encoder, such as all-MiniLM-L6-v2: {@code modules.json},
 * {@code config.json}, {@code model.safetensors} and the files of the tokenizer. Vectors equal
 * those of {@code SentenceTransformer.encode}. A text is cut to {@link #maxLength} tokens. Threads
 * may share an embedder.
 *
 * @see <a href="https://sbert.net/docs/package_reference/sentence_transformer/model.html">
 *     sentence-transformers: SentenceTransformer</a>
 */
public final class Embedder implements AutoCloseable {
  private static final String EMBEDDING = "sentence_embedding";
  private static final SampleForm FORM =
      new SampleForm(
          "pairs of texts, two string columns, without targets or with a score each", 2, 2, 0, 1);

  private final TextNetwork network;
  private final TextTraining training;

  /** Makes a vector of a row of the output; null where the row is the vector. */
  private final @Nullable TokenPooling pooling;

  private Embedder(TextNetwork network, TextTraining training, @Nullable TokenPooling pooling) {
    this.network = network;
    this.training = training;
    this.pooling = pooling;
  }

  /**
   * Loads the folder of a sentence encoder, or a model file with a tokenizer.
   *
   * <p>Where the network has the states of tokens only, vectors are pooled as {@code modules.json}
   * says, else they are the mean of the tokens' states.
   *
   * @param path a folder with safetensors or an ONNX file; or a {@code .keras} or {@code .onnx}
   * @throws dev.tenon.error.UnsupportedModelException if the network is no encoder
   */
  public static Embedder load(Path path) throws IOException {
    TextNetwork network =
        TextNetwork.load(
            path, Embedder::output, "a sentence encoder, such as a folder with modules.json");
    if (network.model().info().isKeras()) {
      ModelLayers layers = network.model().layers();
      if (!layers.names("pooler").isEmpty()) {
        // No vector depends on it, and training would say so.
        layers.freeze("pooler");
      }
    }
    TextAssets assets = network.model().info().textAssets();
    boolean states =
        network.model().outputs().stream()
            .anyMatch(spec -> spec.name().equals(network.output()) && TextNetwork.rank(spec) == 3);
    return new Embedder(
        network,
        new TextTraining(network),
        states && assets != null ? TokenPooling.of(assets) : null);
  }

  /** Returns the vectors of texts, else the states of tokens, else a single vector of any name. */
  private static Optional<String> output(Model model) {
    List<TensorSpec> outputs = model.outputs();
    return Stream.of(
            outputs.stream().filter(spec -> spec.name().equals(EMBEDDING)),
            outputs.stream().filter(spec -> isVector(spec, 3)),
            outputs.stream().filter(spec -> isVector(spec, 2)))
        .flatMap(chosen -> chosen)
        .map(TensorSpec::name)
        .findFirst();
  }

  private static boolean isVector(TensorSpec spec, int rank) {
    return TextNetwork.rank(spec) == rank && !spec.name().endsWith("logits");
  }

  /** Returns a view on another engine, with shared weights; each view is closed separately. */
  public Embedder on(Engine engine) {
    return new Embedder(network.on(engine), training, pooling);
  }

  /** Returns the largest number of tokens of a text; what follows them is not read. */
  public int maxLength() {
    return network.maxLength();
  }

  /** Returns the number of features of a vector. */
  public int dimension() {
    return network.features() * (pooling == null ? 1 : pooling.modes().size());
  }

  /** Returns the vector of a text. */
  public float[] embed(String text) {
    return embed(List.of(text))[0];
  }

  /** Returns the vectors of texts, (texts, features), by batches of 32. */
  public float[][] embed(List<String> texts) {
    return embed(texts, TextNetwork.BATCH_SIZE);
  }

  /**
   * Returns the vectors of texts, (texts, features). A batch has texts of similar length and is
   * padded to the longest of them.
   *
   * @param batchSize how many texts run at once
   */
  public float[][] embed(List<String> texts, int batchSize) {
    List<String> read =
        texts.stream().map(text -> prepared(network.folder().prompt() + text)).toList();
    return network.run(network.encode(read), batchSize, this::vector).toArray(float[][]::new);
  }

  private float[] vector(Encoding encoding, Tensor row) {
    if (pooling == null) {
      return row.toFloatArray();
    }
    float[][] states = new float[encoding.size()][];
    for (int i = 0; i < states.length; i++) {
      states[i] = row.get(i).toFloatArray();
    }
    return pooling.vector(states, encoding.attentionMask());
  }

  private String prepared(String text) {
    return network.folder().lowerCase() ? text.toLowerCase(Locale.ROOT) : text;
  }

  /**
   * Finds the texts that are most similar to a query.
   *
   * @param embeddings what {@link #embed(List)} gave for the texts
   * @param k the largest number of results
   * @return the results, best first
   */
  public List<SearchResult> topK(String query, float[][] embeddings, int k) {
    return topK(embed(query), embeddings, k);
  }

  /**
   * Finds the vectors that are most similar to a vector, as {@code util.semantic_search} does.
   *
   * @param k the largest number of results
   * @return the results, best first; of equal ones the first
   */
  public static List<SearchResult> topK(float[] query, float[][] embeddings, int k) {
    if (k < 0) {
      throw new IllegalArgumentException("k: expected at least 0, received " + k);
    }
    return IntStream.range(0, embeddings.length)
        .mapToObj(i -> new SearchResult(i, cosineSimilarity(query, embeddings[i])))
        .sorted(Comparator.comparingDouble(SearchResult::score).reversed())
        .limit(k)
        .toList();
  }

  /**
   * Returns the cosine of the angle between two vectors: {@code a·b / (|a| |b|)}; 0 where one of
   * them has length 0.
   *
   * @throws IllegalArgumentException if they differ in the number of features
   */
  public static double cosineSimilarity(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "cosineSimilarity: expected vectors with equally many features, received "
              + a.length
              + " and "
              + b.length
              + "; embed both with the same encoder");
    }
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      first += (double) a[i] * a[i];
      second += (double) b[i] * b[i];
    }
    return first == 0 || second == 0 ? 0 : product / Math.sqrt(first * second);
  }

  /**
   * Sets the optimizer of {@link #fit(List, List, FitOptions)}: Adam at a rate of 5e-5 by default.
   */
  public void compile(Optimizer optimizer) {
    training.compile(optimizer);
  }

  /**
   * Trains on pairs of texts that mean the same, such as questions and answers. For each first text
   * the other second texts of the batch are wrong: sentence-transformers' {@code
   * MultipleNegativesRankingLoss}, {@code -log(softmax(20 cos(a, b)))}. Large batches learn more. A
   * prompt of the folder is not put before the texts.
   *
   * @param texts the first text of each pair
   * @param similar the second text of each pair
   * @return the loss of each epoch
   * @throws IllegalArgumentException if there are not equally many
   */
  public History fit(List<String> texts, List<String> similar, FitOptions options) {
    TextTraining.checkSizes(texts, similar, "second text");
    Batch all =
        Batch.of(List.of(TextTraining.strings(texts), TextTraining.strings(similar)), List.of());
    return training.fit(all, this::encoded, objective(PairLoss.RANKING), options);
  }

  /**
   * Trains on pairs of texts with the similarity of each pair: sentence-transformers' {@code
   * CosineSimilarityLoss}, the squared error of the cosine.
   *
   * @param texts the first text of each pair
   * @param others the second text of each pair
   * @param scores the cosine that each pair should have, from −1 to 1
   * @return the loss of each epoch
   * @throws IllegalArgumentException if there are not equally many
   */
  public History fit(List<String> texts, List<String> others, float[] scores, FitOptions options) {
    TextTraining.checkSizes(texts, others, "second text");
    Tensor targets = Tensor.of(scores, scores.length);
    Batch all =
        Batch.of(
            List.of(TextTraining.strings(texts), TextTraining.strings(others)), List.of(targets));
    return training.fit(all, this::encoded, objective(PairLoss.COSINE), options);
  }

  /**
   * Trains on a data set of pairs, such as {@code Dataset.fromCsv(file).texts("text",
   * "other").noLabel()}. Pairs alone are learned as by {@link #fit(List, List, FitOptions)}, pairs
   * with scores as by {@link #fit(List, List, float[], FitOptions)}.
   *
   * @param data features: first and second texts, (batch) each; targets: none, or the score of each
   *     pair, (batch), as a number or a string
   * @return the loss of each epoch
   * @throws IllegalArgumentException if the columns are others, or a score is not a number
   */
  public History fit(Dataset data, FitOptions options) {
    Iterator<Batch> pass = data.pass(0);
    boolean scored = pass.hasNext() && !pass.next().targets().isEmpty();
    return training.fitUnweighted(
        data,
        batch -> checked(batch, scored),
        objective(scored ? PairLoss.COSINE : PairLoss.RANKING),
        options);
  }

  private Batch checked(Batch pairs, boolean scored) {
    FORM.checkUnweighted(pairs);
    if (scored == pairs.targets().isEmpty()) {
      throw FORM.wrong(pairs, " after others");
    }
    if (!scored) {
      return encoded(pairs);
    }
    Tensor scores = SampleForm.target(pairs, 0);
    if (scores.size() != pairs.size()) {
      throw FORM.wrong(pairs, "");
    }
    float[] numbers = ClassTargets.numbers("scores", scores);
    return encoded(Batch.of(pairs.features(), List.of(Tensor.of(numbers, numbers.length))));
  }

  private CompileOptions objective(PairLoss loss) {
    if (pooling != null) {
      throw new IllegalStateException(
          "fit: the network has the states of tokens only, and learning needs its vectors: load a"
              + " folder with safetensors and modules.json");
    }
    return CompileOptions.compile().loss(EMBEDDING, loss);
  }

  /** Returns the first texts, then the second ones, with a target for each. */
  private Batch encoded(Batch pairs) {
    List<Encoding> encodings = new ArrayList<>();
    for (Tensor column : pairs.features()) {
      for (String text : column.toStringArray()) {
        encodings.add(network.tokenizer().encode(prepared(text)));
      }
    }
    Tensor scores =
        pairs.targets().isEmpty()
            ? Tensor.of(new float[pairs.size()], pairs.size())
            : Objects.requireNonNull(pairs.targets().get(0));
    return network.batch(encodings, List.of(Rows.concat(List.of(scores, scores))), List.of());
  }

  /** Writes a folder that {@code SentenceTransformer} opens, with the files of the tokenizer. */
  public void save(Path folder) throws IOException {
    network.model().save(folder);
  }

  @Override
  public void close() {
    network.close();
  }
}
