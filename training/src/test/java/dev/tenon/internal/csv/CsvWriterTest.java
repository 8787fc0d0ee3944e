package dev.tenon.internal.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A text never starts a formula in a spreadsheet; numbers stay numbers. */
final class CsvWriterTest {
  private static String written(String... cells) throws IOException {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = new CsvWriter(text, ',', "\n")) {
      csv.row(List.of(cells));
    }
    return text.toString();
  }

  @Test
  void formulasGetAnApostrophe() throws IOException {
    assertThat(written("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3"))
        .isEqualTo("'=1+1,'@SUM(A1),'+cmd|' /C calc'!A0,'-2+3\n");
    assertThat(written("\t=1")).isEqualTo("'\t=1\n");
    assertThat(written("\r=1")).isEqualTo("\"'\r=1\"\n");
    assertThat(written("=HYPERLINK(\"http://x\",\"y\")"))
        .isEqualTo("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n");
  }

  @Test
  void numbersStay() throws IOException {
    for (String number : List.of("-1", "+1.5", "-1e-05", "-.5", "1.", "-inf", "-Infinity", "nan")) {
      assertThat(written(number)).isEqualTo(number + "\n");
    }
  }

  @Test
  void quotesAsPythonsCsv() throws IOException {
    assertThat(written("a,b", "say \"x\"", "c", "", " #d ", "e;f\\"))
        .isEqualTo("\"a,b\",\"say \"\"x\"\"\",c,, #d ,e;f\\\n");
    assertThat(written("")).isEqualTo("\n");
  }
}
