package dev.tenon.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of seeded mutants of each container, in a JVM with {@code -Xmx1g}: only the documented
 * exceptions, each in time, no crash, nothing left behind.
 *
 * <p>{@code -Dtenon.mutations=5000} tries so many of each, {@code -Dtenon.seed} others; {@code
 * -Dtenon.mutations.first} repeats from a number that a report names.
 */
final class HostileFilesTest {
  private static final int COUNT = Integer.getInteger("tenon.mutations", 300);
  private static final long SEED = Long.getLong("tenon.seed", 20_261_124);
  private static final int FIRST = Integer.getInteger("tenon.mutations.first", 0);
  private static final int MOST_MINUTES = 30;

  /** What the child may take beside the heap: the engines' native libraries and threads. */
  private static final long ADDRESS_SPACE_KB = 24L << 20;

  @ParameterizedTest
  @ValueSource(strings = {"h5", "keras", "onnx", "pb", "savedmodel"})
  void onlyDocumentedExceptions(String container, @TempDir Path work) throws Exception {
    Path log = work.resolve("log.txt");
    Path temporary = Files.createDirectories(work.resolve("tmp"));
    List<String> command =
        List.of(
            "sh",
            "-c",
            // A native allocation without end must fail in the child, not take the machine down.
            "ulimit -c 0; ulimit -v " + ADDRESS_SPACE_KB + " 2>/dev/null; exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:ErrorFile=" + work.resolve("hs_err.log"),
            "-Djava.io.tmpdir=" + temporary,
            "-Dtenon.threads=1",
            "-Dtenon.seed=" + SEED,
            "-cp",
            System.getProperty("java.class.path"),
            HostileRun.class.getName(),
            System.getProperty("tenon.root", ".."),
            container,
            String.valueOf(COUNT),
            String.valueOf(FIRST),
            work.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    System.out.println(output.lines().reduce((first, last) -> last).orElse(""));
    assertThat(ended && process.exitValue() == 0)
        .as(
            "mutants of %s: exit code %s, last number %s%n%s",
            container, ended ? process.exitValue() : "none", last(work), output)
        .isTrue();
  }

  private static String last(Path work) throws IOException {
    Path number = work.resolve("number");
    return Files.exists(number)
        ? String.valueOf(ByteBuffer.wrap(Files.readAllBytes(number)).getInt())
        : "none";
  }
}
