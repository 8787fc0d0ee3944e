package dev.tenon.data.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.MalformedModelException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The form in which Keras saves a tokenizer: JSON with JSON texts inside. */
final class TokenizerJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerJson() {}

  static String write(TokenizerOptions options, Vocabulary words) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("num_words", options.numWords());
    config.put("filters", options.filters());
    config.put("lower", options.lower());
    config.put("split", options.split());
    config.put("char_level", options.charLevel());
    config.put("oov_token", options.oovToken());
    config.put("document_count", words.documentCount);
    config.put("word_counts", PythonJson.of(words.wordCounts));
    config.put("word_docs", PythonJson.of(words.wordDocs));
    config.put("index_docs", PythonJson.of(words.indexDocs));
    config.put("index_word", PythonJson.of(words.indexWord));
    config.put("word_index", PythonJson.of(words.wordIndex));
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("class_name", "Tokenizer");
    whole.put("config", config);
    return PythonJson.of(whole);
  }

  static Tokenizer read(String json) {
    JsonNode config = parse("the tokenizer", json).path("config");
    if (!config.isObject()) {
      throw new MalformedModelException(
          "the JSON is no tokenizer: expected {\"class_name\": \"Tokenizer\", \"config\": {...}}");
    }
    JsonNode numWords = config.path("num_words");
    JsonNode oovToken = config.path("oov_token");
    TokenizerOptions options =
        new TokenizerOptions(
            numWords.isNumber() ? numWords.intValue() : null,
            config.path("filters").asText(Texts.FILTERS),
            config.path("lower").asBoolean(true),
            config.path("split").asText(" "),
            config.path("char_level").asBoolean(false),
            oovToken.isTextual() ? oovToken.textValue() : null);
    Vocabulary words = new Vocabulary();
    words.documentCount = config.path("document_count").asLong(0);
    each(config, "word_counts", (word, count) -> words.wordCounts.put(word, count.asLong()));
    each(config, "word_docs", (word, count) -> words.wordDocs.put(word, count.asLong()));
    each(config, "index_docs", (key, count) -> words.indexDocs.put(number(key), count.asLong()));
    each(config, "index_word", (key, word) -> words.indexWord.put(number(key), word.asText()));
    each(config, "word_index", (word, index) -> words.wordIndex.put(word, index.asInt()));
    return new Tokenizer(options, words);
  }

  private static void each(JsonNode config, String key, BiConsumer<String, JsonNode> take) {
    JsonNode inner = parse("'" + key + "'", config.path(key).asText("{}"));
    inner.properties().forEach(entry -> take.accept(entry.getKey(), entry.getValue()));
  }

  private static int number(String key) {
    try {
      return Integer.parseInt(key);
    } catch (NumberFormatException e) {
      throw new MalformedModelException(
          "the tokenizer has '" + key + "' for a word's number; expected a whole number", e);
    }
  }

  private static JsonNode parse(String what, String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MalformedModelException(
          what + " of a tokenizer is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
