package dev.tenon.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The sample runs, shortened, and says what it learned. */
class IrisGridSearchTest {
  private static final String QUICK = "tenon.sample.quick";

  @Test
  void saysWhatItLearned() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setProperty(QUICK, "true");
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      IrisGridSearch.main(new String[0]);
    } finally {
      System.setOut(before);
      System.clearProperty(QUICK);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("120 to learn from, 30 held out")
        .contains("Fitting 3 folds for each of 2 candidates, totalling 6 fits")
        .contains("6/6")
        .contains("│    1 │ relu")
        .contains("Best of 2: {activation=relu, learningRate=0.03, units=8}")
        .contains("of the 30 flowers it has never seen");
  }
}
