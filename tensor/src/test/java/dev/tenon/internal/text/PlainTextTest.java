package dev.tenon.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a terminal or a log would obey is escaped; what people read stays. */
final class PlainTextTest {
  @Test
  void ordinaryTextStays() {
    for (String text : new String[] {"", "dense_1/kernel:0", "C:\\models\\größe", "模型 🙂", "é"}) {
      assertThat(PlainText.of(text)).isEqualTo(text);
    }
  }

  @Test
  void controlCharactersAreEscaped() {
    assertThat(PlainText.of("a\u001b[2Jb")).isEqualTo("a\\u001b[2Jb");
    assertThat(PlainText.of("a\r\nb\tc")).isEqualTo("a\\r\\nb\\tc");
    assertThat(PlainText.of("\u007f\u009b0m\u0000")).isEqualTo("\\u007f\\u009b0m\\u0000");
  }

  /** As in "Trojan Source", CVE-2021-42574. */
  @Test
  void bidirectionalControlsAreEscaped() {
    String controls = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c";
    assertThat(PlainText.of(controls))
        .isEqualTo(
            "\\u202a\\u202b\\u202c\\u202d\\u202e\\u2066\\u2067\\u2068\\u2069\\u200e\\u200f\\u061c");
  }

  @Test
  void formatCharactersSeparatorsAndLoneSurrogatesAreEscaped() {
    assertThat(PlainText.of("\u200b\ufeff\u2028\u2029")).isEqualTo("\\u200b\\ufeff\\u2028\\u2029");
    assertThat(PlainText.of("x\ud83dy")).isEqualTo("x\\ud83dy");
    assertThat(PlainText.of("\udb40\udc41")).isEqualTo("\\udb40\\udc41");
  }

  @Test
  void escapingTwiceChangesNothing() {
    String once = PlainText.of("a\u202eb\n");
    assertThat(PlainText.of(once)).isEqualTo(once);
  }

  @Test
  void linesKeepTheirEnds() {
    assertThat(PlainText.lines("a\r\nb\n\tc\u001b\rd")).isEqualTo("a\r\nb\n\tc\\u001b\\rd");
  }
}
