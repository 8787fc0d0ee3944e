package dev.tenon.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A text never starts a formula in a spreadsheet; numbers stay numbers. */
final class CsvTextTest {
  @Test
  void formulasGetAnApostrophe() {
    assertThat(CsvText.line(List.of("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3"), ","))
        .isEqualTo("'=1+1,'@SUM(A1),'+cmd|' /C calc'!A0,'-2+3");
    assertThat(CsvText.cell("\t=1", ",")).isEqualTo("'\t=1");
    assertThat(CsvText.cell("\r=1", ",")).isEqualTo("\"'\r=1\"");
    assertThat(CsvText.cell("=HYPERLINK(\"http://x\",\"y\")", ","))
        .isEqualTo("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
  }

  @Test
  void numbersStay() {
    for (String number : List.of("-1", "+1.5", "-1e-05", "-.5", "1.", "-inf", "-Infinity", "nan")) {
      assertThat(CsvText.cell(number, ",")).isEqualTo(number);
    }
  }

  @Test
  void quotesAsPythonsCsv() {
    assertThat(CsvText.line(List.of("a,b", "say \"x\"", "c"), ","))
        .isEqualTo("\"a,b\",\"say \"\"x\"\"\",c");
  }
}
