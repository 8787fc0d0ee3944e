package dev.tenon.text;

import dev.tenon.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

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
  private final TextNetwork network;

  private Embedder(TextNetwork network) {
    this.network = network;
  }

  /**
   * Loads the folder of a sentence encoder.
   *
   * @throws dev.tenon.error.UnsupportedModelException if the folder is no sentence encoder
   */
  public static Embedder load(Path folder) throws IOException {
    return new Embedder(
        TextNetwork.load(
            folder, "sentence_embedding", 2, "a sentence encoder, a folder with modules.json"));
  }

  /** Returns a view on another engine, with shared weights; each view is closed separately. */
  public Embedder on(Engine engine) {
    return new Embedder(network.on(engine));
  }

  /** Returns the largest number of tokens of a text; what follows them is not read. */
  public int maxLength() {
    return network.maxLength();
  }

  /** Returns the number of features of a vector. */
  public int dimension() {
    return network.features();
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
    List<String> read = texts.stream().map(this::prepared).toList();
    return network
        .run(network.encode(read), batchSize, (encoding, row) -> row.toFloatArray())
        .toArray(float[][]::new);
  }

  private String prepared(String text) {
    String whole = network.folder().prompt() + text;
    return network.folder().lowerCase() ? whole.toLowerCase(Locale.ROOT) : whole;
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

  @Override
  public void close() {
    network.close();
  }
}
