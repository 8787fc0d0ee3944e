package dev.tenon.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.tenon.text.Embedder;
import java.util.Arrays;
import java.util.List;

/**
 * An embedding model of LangChain4j that runs a sentence encoder in this process.
 *
 * <p>Vectors are those of {@link Embedder#embed(List)}. Threads may share a model. It stays usable
 * until its embedder is closed.
 *
 * @see <a href="https://docs.langchain4j.dev/tutorials/rag">LangChain4j: RAG</a>
 */
public final class LangChainEmbeddingModel implements EmbeddingModel {
  private final Embedder embedder;

  private LangChainEmbeddingModel(Embedder embedder) {
    this.embedder = embedder;
  }

  /** Returns a model on an embedder, which its caller closes. */
  public static LangChainEmbeddingModel of(Embedder embedder) {
    return new LangChainEmbeddingModel(embedder);
  }

  /** Returns the vectors of texts, in their order; metadata is not read. */
  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    List<String> texts = segments.stream().map(TextSegment::text).toList();
    return Response.from(Arrays.stream(embedder.embed(texts)).map(Embedding::from).toList());
  }

  /** Returns the number of features of a vector. */
  @Override
  public int dimension() {
    return embedder.dimension();
  }
}
