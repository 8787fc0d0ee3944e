package dev.tenon.tests;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an exception means is told by its type and fields; only listed classes look at texts. */
final class DecisionByMessageTest {
  private static final Pattern DECISION =
      Pattern.compile(
          "getMessage\\(\\)\\)*\\s*\\.\\s*(?:contains|startsWith|endsWith|equals|matches|indexOf)\\("
              + "|(?:[mM]essage|reason|sentence)\\.(?:contains|startsWith|endsWith|matches)\\("
              + "|matcher\\([^;]*(?:getMessage|[mM]essage\\))");

  /** By class, why its text is the only source, or what is no decision about the kind of error. */
  private static final Map<String, String> ALLOWED =
      Map.ofEntries(
          entry("RunFailure", "TensorFlow says which index or node has failed in its text only"),
          entry("RunGuards", "a guard inside a graph reaches the host as an engine's text only"),
          entry(
              "MissingOperator",
              "ONNX Runtime has one code for a missing operator and a wrong graph"),
          entry(
              "MissingLocale",
              "ONNX Runtime has one code for a missing locale and any other failure"),
          entry(
              "MissingChunk",
              "jHDF has one type for a chunk never written and one out of the file"),
          entry(
              "MissingGradient",
              "TensorFlow has one code for a missing gradient and a wrong argument"),
          entry(
              "UnsupportedImage",
              "the JDK has one type for an unknown kind of image and a damaged one"),
          entry("TrainingFailure", "Spark says in a text only why a barrier stage has failed"),
          entry("Disk", "adds the kind of exception to a message that is a path only"),
          entry("TextFiles", "adds the file's name where the message lacks it"),
          entry("Misuse", "picocli says in a text only which word was wrong"),
          entry("WatchedOutput", "the JDK has no exception of its own for a full disk"));

  @Test
  void onlyListedClassesReadMessages() throws IOException {
    Map<String, Long> found = new TreeMap<>();
    for (Path source : sources()) {
      long count = DECISION.matcher(Files.readString(source)).results().count();
      if (count > 0) {
        String name = String.valueOf(source.getFileName()).replace(".java", "");
        found.put(name, count);
      }
    }
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Checkout.root())) {
      return files
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> path.toString().contains("/src/main/java/"))
          .filter(path -> !path.toString().contains("/target/"))
          .toList();
    }
  }
}
