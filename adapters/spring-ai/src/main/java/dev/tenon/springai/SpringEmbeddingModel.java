package dev.tenon.springai;

import dev.tenon.text.Embedder;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * An embedding model of Spring AI that runs a sentence encoder in this process.
 *
 * <p>Vectors are those of {@link Embedder#embed(List)}. The class works with Spring AI 1.1 and 2.0;
 * on the module path with 2.0 only. Threads may share a model. It stays usable until its embedder
 * is closed.
 *
 * @see <a href="https://docs.spring.io/spring-ai/reference/api/embeddings.html">Spring AI:
 *     Embeddings Model API</a>
 */
public final class SpringEmbeddingModel implements EmbeddingModel {
  private final Embedder embedder;

  private SpringEmbeddingModel(Embedder embedder) {
    this.embedder = embedder;
  }

  /** Returns a model on an embedder, which its caller closes. */
  public static SpringEmbeddingModel of(Embedder embedder) {
    return new SpringEmbeddingModel(embedder);
  }

  /**
   * Returns the vectors of texts, in their order. The name of a model among the options is not
   * read.
   *
   * @throws IllegalArgumentException if the options ask for another number of features
   */
  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    check(request.getOptions());
    float[][] vectors = embedder.embed(request.getInstructions());
    return new EmbeddingResponse(
        IntStream.range(0, vectors.length).mapToObj(i -> new Embedding(vectors[i], i)).toList());
  }

  private void check(@Nullable EmbeddingOptions options) {
    Integer wanted = options == null ? null : options.getDimensions();
    if (wanted != null && wanted != dimensions()) {
      throw new IllegalArgumentException(
          "dimensions: expected "
              + dimensions()
              + ", which the encoder gives, received "
              + wanted
              + "; leave the option out");
    }
  }

  /**
   * Returns the vector of a document's text.
   *
   * @throws IllegalArgumentException if the document has an image or sound instead
   */
  @Override
  public float[] embed(Document document) {
    String text = getEmbeddingContent(document);
    if (text == null) {
      throw new IllegalArgumentException(
          "document '" + document.getId() + "': expected a text, received other media");
    }
    return embed(text);
  }

  /** Returns the number of features of a vector. */
  @Override
  public int dimensions() {
    return embedder.dimension();
  }
}
