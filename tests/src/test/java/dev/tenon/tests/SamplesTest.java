package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Ran;
import dev.tenon.samples.SampleList;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sample runs to its end, shortened, prints what is recorded, and is one that the command
 * lists.
 *
 * <p>{@code -Dtenon.record.samples=true} writes the recordings again; what changed in them is to be
 * read before it is committed.
 */
final class SamplesTest {
  private static final Path RECORDED = Checkout.file("tests/goldens/samples");

  private static final Map<String, String> PRINTED = new HashMap<>();

  @BeforeAll
  static void run() throws IOException, InterruptedException {
    Processes.Result ran =
        Processes.java(
            List.of("-Dtenon.root=" + Checkout.root(), "-Dtenon.sample.quick=true"),
            System.getProperty("java.class.path"),
            AllSamples.class.getName());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).doesNotContain("\tat ").doesNotContain("tenon: ");
    for (String part : ran.out().split("(?m)^" + AllSamples.BEGIN, -1)) {
      String[] parts = part.split("\\R", 2);
      PRINTED.put(parts[0], parts.length < 2 ? "" : parts[1]);
    }
  }

  static Stream<String> names() {
    return new SampleList().all().stream().map(sample -> sample.name());
  }

  @ParameterizedTest
  @MethodSource("names")
  void printsWhatIsRecorded(String name) throws IOException {
    String text = comparable(PRINTED.get(name));
    Path file = RECORDED.resolve(name + ".txt");
    if (Boolean.getBoolean("tenon.record.samples")) {
      Files.createDirectories(RECORDED);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }

  /** Returns the text without what differs from run to run: times, fractions and drawings. */
  private static String comparable(String text) {
    return text.lines()
            .map(line -> line.substring(line.lastIndexOf('\r') + 1))
            .map(line -> line.matches("[ .:\\-=+*#%@]{40,}") ? "(a drawing)" : line)
            .map(
                line ->
                    line.replaceAll("/\\S*tenon-samples", "RESULTS")
                        .replaceAll("(?<!Rate=)-?\\d+\\.(?:\\d+)?(?:[eE]-?\\d+)?(?!\\d)", "#")
                        .replaceAll("(?:# |#|\\d+)(?:us|ms|s)(?=/|\\b)", "TIME")
                        .replaceAll("\\d+ %", "# %")
                        .replaceAll(" +", " ")
                        .stripTrailing())
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  @Test
  void theCommandListsThem() {
    String list = Ran.done("sample");
    names().forEach(name -> assertThat(list).contains(name + " "));
  }
}
