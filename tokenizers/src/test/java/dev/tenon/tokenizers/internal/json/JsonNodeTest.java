package dev.tenon.tokenizers.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as RFC 8259 and Hugging Face's reader have it. */
final class JsonNodeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "1e", "+1", "NaN", "nul", "\"a", "\"\\x\"", "\"\n\"", "[1] 2",
        "\"\\ud800\"", "\"\\u12g4\"", "1e999", "\"\\", "{\"a\"}", "-"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> JsonNode.parse("f.json", text))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessageStartingWith("f.json, line ");
  }

  @Test
  void nestingHasALimit() {
    assertThat(JsonNode.parse("f", "[".repeat(128) + "]".repeat(128)).list()).hasSize(1);
    assertThatThrownBy(() -> JsonNode.parse("f", "[".repeat(100_000)))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessageContaining("128 levels");
  }

  @Test
  void valuesAndEscapes() {
    JsonNode node = JsonNode.parse("f", " {\"a\": [\"\\u00e9\\n\\ud83d\\ude00\", -12, true, null]} ");
    assertThat(node.get("a").list().get(0).text()).isEqualTo("é\n😀");
    assertThat(node.get("a").list().get(1).number()).isEqualTo(-12);
    assertThat(node.get("a").list().get(2).flag()).isTrue();
    assertThat(node.get("a").list().get(3).isNull()).isTrue();
    assertThatThrownBy(() -> node.get("a").list().get(1).count())
        .hasMessage("f, a[1]: Expected: a whole number from 0 to 2147483647. Received: -12");
  }

  /** Read by {@code Tokenizer.from_str} as the score of a token and printed by Python's repr. */
  @ParameterizedTest
  @CsvSource({SCORES})
  void fractionsHaveTheBitsOfTheLibrary(String text, double expected) {
    assertThat(JsonNode.parse("f", text).number()).isEqualTo(expected);
  }

  private static final String SCORES = "-1.5,-1.5";
}
