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
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "1.",
        ".5",
        "1e",
        "+1",
        "NaN",
        "nul",
        "\"a",
        "\"\\x\"",
        "\"\n\"",
        "[1] 2",
        "\"\\ud800\"",
        "\"\\u12g4\"",
        "1e999",
        "\"\\",
        "{\"a\"}",
        "-"
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
    JsonNode node =
        JsonNode.parse("f", " {\"a\": [\"\\u00e9\\n\\ud83d\\ude00\", -12, true, null]} ");
    assertThat(node.get("a").list().get(0).text()).isEqualTo("é\n😀");
    assertThat(node.get("a").list().get(1).number()).isEqualTo(-12);
    assertThat(node.get("a").list().get(2).flag()).isTrue();
    assertThat(node.get("a").list().get(3).isNull()).isTrue();
    assertThatThrownBy(() -> node.get("a").list().get(1).count())
        .hasMessage("f, a[1]: Expected: a whole number from 0 to 2147483647. Received: -12");
  }

  /** Read by {@code Tokenizer.from_str} as the score of a token and printed by Python's repr. */
  @ParameterizedTest
  @CsvSource({
    "-0.3642621299722003322453, -0.36426212997220037",
    "-5.7757447621682752174, -5.775744762168275",
    "-16.8515904584744529078, -16.851590458474455",
    "-5.38067569193350564, -5.380675691933506",
    "-12.29944746054742701, -12.299447460547428",
    "-9.7978910244859480, -9.79789102448595",
    "-19.148922766155737, -19.148922766155735",
    "1e-400, 0.0",
    "123456789012345678901234, 1.2345678901234567e+23",
    "-0.1e-320, -1e-321",
    "18446744073709551615.5, 1.8446744073709552e+19",
    "1.7976931348623157e308, 1.7976931348623157e308",
    "5e-324, 5e-324",
    "-12345678901234567890.25e3, -1.2345678901234568e22",
    "-1.5, -1.5"
  })
  void fractionsHaveTheBitsOfTheLibrary(String text, double expected) {
    assertThat(JsonNode.parse("f", text).number()).isEqualTo(expected);
  }

  /** Names come from a file, too. */
  @Test
  void aPlaceIsOneShortLine() {
    String name = "a\n\u202e" + "b".repeat(1000);
    String json = "{\"a\\n\\u202e" + "b".repeat(1000) + "\": \"x\"}";
    assertThatThrownBy(() -> JsonNode.parse("t.json", json).get(name).count())
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessageStartingWith("t.json, a\\u{a}\\u{202e}bbb")
        .hasMessageEndingWith("…: Expected: a whole number from 0 to 2147483647. Received: \"x\"");
  }
}
