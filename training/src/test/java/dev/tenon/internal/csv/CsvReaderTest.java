package dev.tenon.internal.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are those of RFC 4180. */
final class CsvReaderTest {
  private static List<String> rows(String text, char separator) throws IOException {
    List<String> rows = new ArrayList<>();
    try (CsvReader csv = new CsvReader("rows.csv", new StringReader(text), separator)) {
      for (List<String> cells = csv.next(); cells != null; cells = csv.next()) {
        rows.add(csv.line() + ":" + String.join("|", cells));
      }
    }
    return rows;
  }

  @Test
  void quotesHoldSeparatorsLineEndsAndQuotes() throws IOException {
    assertThat(rows("\ufeffa,\"b,\"\"c\"\"\"\r\n\"d\r\ne\",f\ng\"h\",\"i\"", ','))
        .containsExactly("1:a|b,\"c\"", "2:d\r\ne|f", "4:g\"h\"|i");
  }

  @Test
  void spacesBelongToTheirCell() throws IOException {
    assertThat(rows(" a ; b\n\" c \";\n", ';')).containsExactly("1: a | b", "2: c |");
  }

  @Test
  void blankLinesAreNoRows() throws IOException {
    assertThat(rows("\na\n  \n\"\"\n,\n\r\n\r\nb", ',')).containsExactly("2:a", "4:", "5:|", "8:b");
    assertThat(rows("a\tb\n\t\n\tc\n", '\t')).containsExactly("1:a|b", "3:|c");
    assertThat(rows("", ',')).isEmpty();
  }

  @Test
  void aQuoteThatIsNotClosedIsNamedByTheLineOfItsRow() {
    for (String text : List.of("a\nb,\"c\nd", "a\n\"b\"c,d\n")) {
      assertThatThrownBy(() -> rows(text, ','))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rows.csv:2: a quote has no end, or text follows its end");
    }
  }
}
