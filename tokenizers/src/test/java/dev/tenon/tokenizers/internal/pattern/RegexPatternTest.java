package dev.tenon.tokenizers.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.tokenizers.error.UnsupportedTokenizerException;
import dev.tenon.tokenizers.internal.text.AlignedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Matches as Oniguruma finds them: expected values are those of {@code Split(Regex(pattern),
 * "removed", invert=True)} in tokenizers 0.23.3.
 */
final class RegexPatternTest {
  private static List<String> matches(String regex, String text) {
    int[] codePoints = AlignedText.codePoints(text);
    TextPattern.Search search = RegexPattern.of(regex).search(codePoints, 0, codePoints.length);
    List<String> found = new ArrayList<>();
    while (search.next()) {
      found.add(new String(codePoints, search.start(), search.end() - search.start()));
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '\t',
      value = {
        "a|ab\tabab\ta a",
        "(?:ab|a)b?\tabbab\tabb ab",
        "a+?b\taabab\taab ab",
        "a?+ab\tabaab\taab",
        "(?>a|ab)c\tacabc\tac",
        "[^\\W\\d]+\tab1é_2\tab é_",
        "\\d{2,3}\t1234567\t123 456",
        "a{,2}b\taaab\taab",
        "[a-c\\-]+\tab-cd-\tab-c -",
        "(?i:s|K)\tsSſkK\u212A\ts S ſ k K \u212A",
        "(?=ab)a.\tacab\tab",
        "a(?!b)\tabaca\ta a",
        "\\p{^Lu}+\tABcdE\tcd",
        "\\x{61}\\u0062\tab\tab",
        "a.$\tabac\tac"
      })
  void matchesAreThoseOfOniguruma(String regex, String text, String expected) {
    assertThat(String.join(" ", matches(regex, text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a*",
        "(a",
        "a)",
        "[a",
        "a{2,1}",
        "(?<=a)b",
        "(a)\\1",
        "\\bword",
        "^a",
        "[[:alpha:]]",
        "[a&&b]",
        "(a*)*",
        "\\p{Han}",
        "a{2000}",
        "(?i:ß)",
        "(?i:ss)",
        "\\",
        "(?<n>a)",
        "((((a{99}){99}){99}){99})",
        "\\p{L"
      })
  void othersAreRefused(String regex) {
    assertThatIllegalArgumentException().isThrownBy(() -> RegexPattern.of(regex));
  }

  @Test
  void noPatternTakesExponentialTime() {
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          assertThat(matches("(?:a+a+)+b", "a".repeat(2000))).isEmpty();
          assertThat(matches("\\s+$", (" ".repeat(3000) + "a").repeat(3))).isEmpty();
          assertThatThrownBy(() -> matches("(?=(?:a+a+)+b)a", "a".repeat(2000)))
              .isInstanceOf(UnsupportedTokenizerException.class);
        });
  }
}
