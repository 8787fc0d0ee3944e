package dev.tenon.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.data.Labels;
import dev.tenon.error.MalformedModelException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts and labels become the numbers that Keras makes of them. */
class TextTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDENS = Checkout.file("tests/goldens/data/sets.json");

  private static JsonNode golden(String key) throws IOException {
    return JSON.readTree(GOLDENS.toFile()).get(key);
  }

  private static Tokenizer tokenizer(JsonNode arguments) {
    Tokenizer tokenizer = Tokenizer.of();
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      JsonNode value = argument.getValue();
      tokenizer =
          switch (argument.getKey()) {
            case "num_words" -> tokenizer.numWords(value.intValue());
            case "oov_token" -> tokenizer.oovToken(value.textValue());
            case "lower" -> tokenizer.lower(value.booleanValue());
            case "filters" -> tokenizer.filters(value.textValue());
            case "split" -> tokenizer.split(value.textValue());
            case "char_level" -> tokenizer.charLevel(value.booleanValue());
            default -> throw new AssertionError(argument.getKey());
          };
    }
    return tokenizer;
  }

  @Test
  void theTokenizerIsKeras() throws IOException {
    List<String> texts = new ArrayList<>();
    golden("texts").forEach(text -> texts.add(text.textValue()));
    for (JsonNode row : golden("tokenizer")) {
      Tokenizer tokenizer = tokenizer(row.get("arguments"));
      tokenizer.fitOnTexts(texts.subList(0, 3));
      tokenizer.fitOnTexts(texts.subList(3, 4));
      checkJson(tokenizer.toJson(), row.get("json").textValue());
      checkNumbers(tokenizer, texts, row);
      Tokenizer again = Tokenizer.fromJson(row.get("json").textValue());
      checkJson(again.toJson(), row.get("json").textValue());
      checkNumbers(again, texts, row);
    }
  }

  private static void checkNumbers(Tokenizer tokenizer, List<String> texts, JsonNode row) {
    List<int[]> sequences = tokenizer.textsToSequences(texts);
    assertThat(Arrays.deepToString(sequences.toArray()).replace(" ", ""))
        .isEqualTo(row.get("sequences").toString());
    assertThat(tokenizer.sequencesToTexts(sequences))
        .isEqualTo(JSON.convertValue(row.get("texts"), List.class));
    for (Map.Entry<String, JsonNode> mode : row.get("matrix").properties()) {
      Tensor matrix = tokenizer.textsToMatrix(texts, mode.getKey());
      double[][] expected = JSON.convertValue(mode.getValue(), double[][].class);
      assertThat(matrix.shape()).containsExactly(expected.length, expected[0].length);
      for (int i = 0; i < matrix.size(); i++) {
        // Logarithms may differ in the last bit.
        assertThat(matrix.getDouble(i))
            .isCloseTo(expected[i / expected[0].length][i % expected[0].length], within(1e-14));
      }
    }
  }

  /** All of it is the same text, but for two counts that Python writes in the order of a set. */
  private static void checkJson(String found, String expected) throws IOException {
    ObjectNode wanted = (ObjectNode) JSON.readTree(expected);
    ObjectNode given = (ObjectNode) JSON.readTree(found);
    assertThat(found).hasSameSizeAs(expected).startsWith("{\"class_name\": \"Tokenizer\", ");
    for (String key : List.of("word_docs", "index_docs")) {
      assertThat(JSON.readTree(given.get("config").get(key).textValue()))
          .isEqualTo(JSON.readTree(wanted.get("config").get(key).textValue()));
      ((ObjectNode) wanted.get("config")).put(key, "");
      ((ObjectNode) given.get("config")).put(key, "");
    }
    assertThat(given).isEqualTo(wanted);
    String upTo = "\"word_docs\"";
    assertThat(found.substring(0, found.indexOf(upTo)))
        .isEqualTo(expected.substring(0, expected.indexOf(upTo)));
    String from = "\"index_word\"";
    assertThat(found.substring(found.indexOf(from)))
        .isEqualTo(expected.substring(expected.indexOf(from)));
  }

  @Test
  void aTokenizerThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Tokenizer.fromJson("[1]"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("is no tokenizer");
    assertThatThrownBy(() -> Tokenizer.fromJson("{")).isInstanceOf(MalformedModelException.class);
    assertThatThrownBy(() -> Tokenizer.of().textsToMatrix(List.of("a"), "count"))
        .hasMessageContaining("fitOnTexts");
    assertThatThrownBy(() -> Tokenizer.of().numWords(3).textsToMatrix(List.of("a"), "often"))
        .hasMessageContaining("'tfidf', received 'often'");
  }

  @Test
  void sequencesArePaddedAsInKeras() throws IOException {
    List<int[]> sequences =
        Arrays.asList(JSON.convertValue(golden("padding").get("sequences"), int[][].class));
    for (JsonNode row : golden("padding").get("cases")) {
      JsonNode arguments = row.get("arguments");
      Sequences padding = Sequences.of();
      if (arguments.has("maxlen")) {
        padding = padding.maxlen(arguments.get("maxlen").intValue());
      }
      padding =
          padding
              .padding(arguments.path("padding").asText("pre"))
              .truncating(arguments.path("truncating").asText("pre"))
              .value(arguments.path("value").asDouble(0))
              .dtype(dtype(row));
      check(padding.pad(sequences), row);
    }
    assertThat(Sequences.padSequences(sequences, 2).toLongArray())
        .containsExactly(2, 3, 0, 4, 0, 0, 8, 9);
    assertThatThrownBy(() -> Sequences.of().padding("before"))
        .hasMessageContaining("unknown padding 'before'; nearest are 'pre', 'post'");
  }

  private static DType dtype(JsonNode row) {
    return DType.valueOf(row.get("dtype").asText().toUpperCase(Locale.ROOT));
  }

  private static void check(Tensor found, JsonNode row) {
    assertThat(found.dtype()).isEqualTo(dtype(row));
    List<Double> flat = new ArrayList<>();
    JsonNode values = row.get("values");
    List<Long> shape = new ArrayList<>();
    for (JsonNode at = values; at.isArray(); at = at.get(0)) {
      shape.add((long) at.size());
    }
    flatten(values, flat);
    assertThat(found.shape()).containsExactly(shape.stream().mapToLong(Long::longValue).toArray());
    assertThat(found.toDoubleArray())
        .containsExactly(flat.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void flatten(JsonNode values, List<Double> flat) {
    for (JsonNode value : values) {
      if (value.isArray()) {
        flatten(value, flat);
      } else {
        flat.add(value.asDouble());
      }
    }
  }

  @Test
  void labelsBecomeRowsAsInKeras() throws IOException {
    for (JsonNode row : golden("categorical")) {
      List<Double> flat = new ArrayList<>();
      flatten(row.get("classes"), flat);
      long[] numbers = flat.stream().mapToLong(Double::longValue).toArray();
      JsonNode first = row.get("classes").get(0);
      long rows = row.get("classes").size();
      Tensor classes =
          first.isArray()
              ? Tensor.of(numbers, rows, first.size())
              : Tensor.of(numbers, numbers.length);
      check(
          row.get("count").isNull()
              ? Labels.toCategorical(classes)
              : Labels.toCategorical(classes, row.get("count").intValue()),
          row);
    }
    assertThatThrownBy(() -> Labels.toCategorical(Tensor.of(new int[] {1, 3}, 2), 3))
        .hasMessageContaining("label 1 is 3; expected a number from 0 to 2");
  }
}
