package dev.tenon.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.testing.Checkout;
import dev.tenon.text.Embedder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.content.Media;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.util.MimeType;

/**
 * Compares with sentence-transformers; tests/goldens/pipelines/make.py records it. The build runs
 * it with both versions of Spring AI.
 */
class SpringEmbeddingModelTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/pipelines/sentence.bert");
  private static JsonNode golden;
  private static Embedder embedder;
  private static EmbeddingModel model;

  @BeforeAll
  static void load() throws IOException {
    golden = new ObjectMapper().readTree(Files.readString(FOLDER.resolve("expected.json")));
    embedder = Embedder.load(FOLDER);
    model = SpringEmbeddingModel.of(embedder);
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  @Test
  void theVersionIsTheOneThatTheBuildNames() {
    String expected = System.getProperty("tenon.spring-ai.version");
    assertThat(EmbeddingModel.class.getPackage().getImplementationVersion()).isEqualTo(expected);
    assertThat(SimpleVectorStore.class.getPackage().getImplementationVersion()).isEqualTo(expected);
  }

  @Test
  void embeddingsEqualThoseOfSentenceTransformers() {
    List<String> texts = texts();
    List<Embedding> found = model.call(new EmbeddingRequest(texts, null)).getResults();
    assertThat(found).hasSize(7);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).getIndex()).isEqualTo(i);
      check(found.get(i).getOutput(), i);
    }
    check(model.embed(texts).get(3), 3);
    check(model.embed(texts.get(4)), 4);
    check(model.embed(new Document(texts.get(5), Map.of("page", 7))), 5);
    assertThat(model.dimensions()).isEqualTo(12);
  }

  @Test
  void aStoreFindsWhatSentenceTransformersFinds() {
    SimpleVectorStore store = SimpleVectorStore.builder(model).build();
    store.add(texts().stream().map(text -> new Document(text, Map.of())).toList());
    List<Document> found =
        store.similaritySearch(
            SearchRequest.builder().query(golden.get("query").asText()).topK(4).build());
    assertThat(found).hasSize(golden.get("results").size());
    for (int i = 0; i < found.size(); i++) {
      JsonNode expected = golden.get("results").get(i);
      assertThat(found.get(i).getText()).isEqualTo(texts().get(expected.get("index").asInt()));
      assertThat(found.get(i).getScore()).isCloseTo(expected.get("score").asDouble(), within(1e-5));
    }
  }

  @Test
  void anotherNumberOfFeaturesIsRefused() {
    List<String> texts = List.of("the bank");
    EmbeddingOptions same = EmbeddingOptions.builder().dimensions(12).build();
    check(model.call(new EmbeddingRequest(texts, same)).getResult().getOutput(), 6);
    EmbeddingOptions fewer = EmbeddingOptions.builder().dimensions(8).build();
    assertThatThrownBy(() -> model.call(new EmbeddingRequest(texts, fewer)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 12, which the encoder gives, received 8");
  }

  @Test
  void aDocumentWithoutTextIsRefused() {
    Media image = new Media(MimeType.valueOf("image/png"), URI.create("file:cat.png"));
    Document document = new Document("cat", image, Map.of());
    assertThatThrownBy(() -> model.embed(document))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("document 'cat': expected a text");
  }

  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    golden.get("texts").forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static void check(float[] vector, int index) {
    JsonNode expected = golden.get("embeddings").get(index);
    assertThat(vector).hasSize(expected.size());
    for (int j = 0; j < vector.length; j++) {
      assertThat((double) vector[j]).isCloseTo(expected.get(j).asDouble(), within(1e-5));
    }
  }
}
