package dev.tenon.runtime.tensorflow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Processes add up together by TensorFlow's collective operations. */
final class CollectiveServerTest {
  @Test
  void allProcessesHaveTheSum() throws Exception {
    List<String> printed = run(2, 3, -1);
    String expected = "3.0 of 2.0, 3.0\n3.0 of 2.0, 6.0\n3.0 of 2.0, 9.0\n";
    assertThat(printed).containsExactly(expected, expected);
  }

  @Test
  void theDeathOfOneIsAnErrorOfTheOthersBeforeTheTimeout() throws Exception {
    long begun = System.nanoTime();
    List<String> printed = run(3, 4, 2);
    for (String survivor : printed.subList(0, 2)) {
      assertThat(survivor).startsWith("6.0 of 3.0, 6.0\n6.0 of 3.0, 12.0\nfailed: ");
      assertThat(survivor.lines()).hasSize(3);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(CollectiveProcess.TIMEOUT);
  }

  /** Runs processes, of which the last may die, and returns what each printed. */
  private static List<String> run(int count, int runs, int death) throws Exception {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add("127.0.0.1:" + freePort());
    }
    List<Process> processes = new ArrayList<>();
    for (int rank = 0; rank < count; rank++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  CollectiveProcess.class.getName(),
                  String.valueOf(rank),
                  String.join(",", addresses),
                  String.valueOf(runs),
                  String.valueOf(rank == count - 1 ? death : -1))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    }
    List<String> printed = new ArrayList<>();
    for (Process process : processes) {
      printed.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    return printed;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
