package dev.tenon.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The sample runs, shortened. */
final class TransformerClassifierTest {
  @Test
  @ResourceLock(Resources.SYSTEM_OUT)
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void saysWhatItLearned() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setProperty("tenon.sample.quick", "true");
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      TransformerClassifier.main(new String[0]);
    } finally {
      System.setOut(before);
      System.clearProperty("tenon.sample.quick");
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("The reviews are made up", "transformer_block (TransformerBlock)")
        .containsPattern("right for \\d+\\.\\d% of 100 new ones")
        .contains("every prediction is the same");
  }
}
