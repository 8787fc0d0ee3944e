package dev.tenon.tests.keras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/from-keras.md} says what Tenon has now, and little is missing. The page is written
 * where {@code tenon.pages} is {@code write}.
 */
final class FromKerasPageTest {
  private static final String COMMAND =
      "mvn -pl tests -am test -Dtest=FromKerasPageTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dtenon.pages=write";

  private static final double MOST = 0.05;

  @Test
  void pageIsFresh() throws IOException {
    Path file = Checkout.file("docs/from-keras.md");
    String page = new FromKerasPage().write(COMMAND);
    if (System.getProperty("tenon.pages", "").equals("write")) {
      Files.writeString(file, page);
    }
    assertThat(Files.readString(file)).as("written again by: %s", COMMAND).isEqualTo(page);
  }

  @Test
  void littleOfAChapterIsMissing() throws IOException {
    Map<String, String> more = new TreeMap<>();
    new FromKerasPage()
        .chapters()
        .forEach(
            (chapter, rows) -> {
              long all = rows.values().stream().filter(FromKerasPage.Row::counts).count();
              long missing =
                  rows.values().stream()
                      .filter(row -> row.counts() && row.tenon().isEmpty())
                      .count();
              if (missing > MOST * all) {
                more.put(chapter, missing + " of " + all);
              }
            });
    Map<String, String> listed = ListedReasons.read("missing-keras-chapters.tsv", 1);
    assertThat(more.keySet()).as("%s", more).isEqualTo(listed.keySet());
  }
}
