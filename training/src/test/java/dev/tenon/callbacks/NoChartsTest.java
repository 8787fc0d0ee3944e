package dev.tenon.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Without JFreeChart only the drawing of curves fails, and says what is missing. */
final class NoChartsTest {
  /** Fills a history, prints it, and draws it, which it cannot. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      History history = new History();
      history.onEpochEnd(null, 0, Map.of("loss", 0.5));
      System.out.println(history);
      try {
        history.plot(Path.of("curves.png"));
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void theDependencyIsNamed() throws Exception {
    String all = TestClassPath.text();
    String kept =
        Stream.of(all.split(File.pathSeparator))
            .filter(entry -> !entry.contains("jfreechart"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(kept).isNotEqualTo(all);
    Processes.Result result = Processes.java(List.of(), kept, Program.class.getName());
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines())
        .containsExactly(
            "History{loss=[0.5]}",
            "curves are drawn by JFreeChart, which is missing: add the dependency"
                + " org.jfree:jfreechart, whose version dev.tenon:tenon-bom has, or"
                + " dev.tenon:tenon, which brings it");
  }
}
