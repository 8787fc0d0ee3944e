package dev.tenon.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import dev.tenon.testing.Checkout;
import dev.tenon.text.Embedder;
import dev.tenon.text.TextClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares with sentence-transformers; tests/goldens/pipelines/make.py records it. */
class LangChainModelsTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/pipelines");
  private static final int BLANK = 3;

  @Test
  void aStoreFindsWhatSentenceTransformersFinds() throws IOException {
    Path folder = GOLDENS.resolve("sentence.bert");
    JsonNode golden = golden(folder);
    List<TextSegment> segments = segments(golden);
    try (Embedder embedder = Embedder.load(folder)) {
      EmbeddingModel model = LangChainEmbeddingModel.of(embedder);
      assertThat(model.dimension()).isEqualTo(12);
      List<Embedding> embeddings = model.embedAll(segments).content();
      assertThat(embeddings).hasSameSizeAs(segments);
      for (int i = 0; i < embeddings.size(); i++) {
        JsonNode expected = golden.get("embeddings").get(place(segments.get(i)));
        float[] vector = embeddings.get(i).vector();
        assertThat(vector).hasSize(12);
        for (int j = 0; j < vector.length; j++) {
          assertThat((double) vector[j]).isCloseTo(expected.get(j).asDouble(), within(1e-5));
        }
      }
      InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
      store.addAll(embeddings, segments);
      Embedding query = model.embed(golden.get("query").asText()).content();
      Iterator<EmbeddingMatch<TextSegment>> found =
          store
              .search(EmbeddingSearchRequest.builder().queryEmbedding(query).maxResults(4).build())
              .matches()
              .iterator();
      int compared = 0;
      for (JsonNode expected : golden.get("results")) {
        if (expected.get("index").asInt() != BLANK) {
          EmbeddingMatch<TextSegment> match = found.next();
          assertThat(place(match.embedded())).isEqualTo(expected.get("index").asInt());
          // LangChain4j's score goes from 0 to 1.
          assertThat(2 * match.score() - 1)
              .isCloseTo(expected.get("score").asDouble(), within(1e-5));
          compared++;
        }
      }
      assertThat(compared).isGreaterThan(2);
    }
  }

  @Test
  void scoresEqualThoseOfACrossEncoder() throws IOException {
    Path folder = GOLDENS.resolve("cross.bert");
    JsonNode golden = golden(folder);
    List<TextSegment> segments = segments(golden);
    String query = golden.get("query").asText();
    try (TextClassifier classifier = TextClassifier.load(folder)) {
      ScoringModel model = LangChainScoringModel.of(classifier);
      List<Double> scores = model.scoreAll(segments, query).content();
      assertThat(scores).hasSameSizeAs(segments);
      for (int i = 0; i < scores.size(); i++) {
        double expected = golden.get("scores").get(place(segments.get(i))).asDouble();
        assertThat(scores.get(i)).isCloseTo(expected, within(1e-5));
      }
      double alone = model.score(segments.get(2), query).content();
      assertThat(alone).isCloseTo(scores.get(2), within(1e-5));
      assertThat(model.scoreAll(List.of(), query).content()).isEmpty();
    }
  }

  @Test
  void aClassifierWithSeveralClassesIsRefused() throws IOException {
    try (TextClassifier classifier = TextClassifier.load(GOLDENS.resolve("sequence.bert"))) {
      assertThatThrownBy(() -> LangChainScoringModel.of(classifier))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one class, received the classes [bad, good, neither]");
    }
  }

  private static JsonNode golden(Path folder) throws IOException {
    return new ObjectMapper().readTree(Files.readString(folder.resolve("expected.json")));
  }

  /** Returns the texts with their places in the recording; LangChain4j refuses the blank one. */
  private static List<TextSegment> segments(JsonNode golden) {
    List<TextSegment> segments = new ArrayList<>();
    for (int i = 0; i < golden.get("texts").size(); i++) {
      if (i != BLANK) {
        segments.add(
            TextSegment.from(golden.get("texts").get(i).asText(), new Metadata().put("place", i)));
      }
    }
    assertThat(segments).hasSize(6);
    return segments;
  }

  private static int place(TextSegment segment) {
    return segment.metadata().getInteger("place");
  }
}
