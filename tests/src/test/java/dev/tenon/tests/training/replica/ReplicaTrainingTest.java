package dev.tenon.tests.training.replica;

import static dev.tenon.Tenon.fit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes with parts of a batch learn what one process with the whole batch learns. */
final class ReplicaTrainingTest {
  private static final Offset<Double> WITHIN = Offset.offset(1e-5);

  @TempDir private Path folder;

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(ReplicaCase.DENSE, 2),
        Arguments.of(ReplicaCase.ONE_LEFT, 4),
        Arguments.of(ReplicaCase.MASKED, 2));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void manyLearnAsOne(ReplicaCase chosen, int count) throws Exception {
    List<String> addresses = new ArrayList<>();
    for (int rank = 0; rank < count; rank++) {
      try (ServerSocket socket = new ServerSocket(0)) {
        addresses.add("127.0.0.1:" + socket.getLocalPort());
      }
    }
    List<Process> processes = new ArrayList<>();
    for (int rank = 0; rank < count; rank++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ReplicaProcess.class.getName(),
                  chosen.name(),
                  String.valueOf(rank),
                  String.join(",", addresses),
                  weights(rank).toString())
              .redirectErrorStream(true)
              .start());
    }
    List<String> printed = new ArrayList<>();
    for (Process process : processes) {
      String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      printed.add(all.lines().filter(line -> line.startsWith("[")).findFirst().orElse(all));
    }
    byte[] first = Files.readAllBytes(weights(0));
    for (int rank = 1; rank < count; rank++) {
      assertThat(printed.get(rank)).isEqualTo(printed.get(0));
      assertThat(Arrays.equals(Files.readAllBytes(weights(rank)), first)).isTrue();
    }
    try (Model alone = chosen.started();
        Model together = chosen.started()) {
      Batch samples = chosen.samples();
      Dataset batches = Dataset.of(samples).batch(chosen.batchSize);
      History history =
          alone.fit(
              batches, fit().epochs(ReplicaProcess.EPOCHS).verbose(0).validationData(batches));
      assertThat(numbers(printed.get(0)))
          .containsExactly(numbers(history.get("loss") + " " + history.get("val_loss")), WITHIN);
      together.loadWeights(weights(0));
      alone
          .weights()
          .forEach(
              (name, weight) ->
                  assertThat(together.weights().get(name).toDoubleArray())
                      .as(name)
                      .containsExactly(weight.toDoubleArray(), WITHIN));
    }
  }

  private static double[] numbers(String printed) {
    return Stream.of(printed.split("[^0-9.eE-]+"))
        .filter(part -> !part.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private Path weights(int rank) {
    return folder.resolve(rank + ".weights.npz");
  }
}
