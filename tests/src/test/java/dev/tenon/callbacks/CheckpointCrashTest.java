package dev.tenon.callbacks;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.optimizers.Optimizers;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed, or whose disk is full, in the middle of a checkpoint. */
class CheckpointCrashTest {
  /** So wide that most of the time goes into writing files. */
  private static final int UNITS = 300_000;

  private static final String BACKUP = "backup.npz";
  private static final String MODEL = "model.onnx";

  @TempDir Path folder;

  /** Trains and writes after each batch until somebody stops it. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[0]);
      int units = Integer.parseInt(arguments[1]);
      try (Model model = TinyTraining.model(Optimizers.adam(0.01), units)) {
        model.fit(
            TinyTraining.X,
            TinyTraining.Y,
            fit()
                .epochs(Integer.parseInt(arguments[2]))
                .batchSize(8)
                .verbose(0)
                .seed(1L)
                .callbacks(
                    List.of(
                        Callbacks.backupAndRestore(folder).saveFreq(1),
                        Callbacks.modelCheckpoint(folder.resolve(MODEL)).saveFreq(1))));
      } catch (java.io.UncheckedIOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private ProcessBuilder child(String before, int units, int epochs) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            "bash",
            "-c",
            before
                + "exec '"
                + java
                + "' -Xmx1g -cp \"$CP\" '"
                + Child.class.getName()
                + "' '"
                + folder
                + "' "
                + units
                + " "
                + epochs)
        .redirectErrorStream(true)
        .redirectOutput(log());
  }

  private File log() {
    return folder.resolveSibling(folder.getFileName() + ".log").toFile();
  }

  private static Process start(ProcessBuilder builder) throws Exception {
    builder.environment().put("CP", System.getProperty("java.class.path"));
    return builder.start();
  }

  private boolean writing() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(".tmp"));
    }
  }

  @Test
  @DisplayName("kill -9 in the middle of a checkpoint leaves the previous file whole")
  void killed() throws Exception {
    Process process = start(child("", UNITS, 100_000));
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    try {
      // Killed in the middle of writing, after both files have been there once.
      while (!(Files.exists(folder.resolve(BACKUP))
          && Files.exists(folder.resolve(MODEL))
          && writing())) {
        assertThat(process.isAlive()).as(() -> text()).isTrue();
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(1);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    try (Source source = Source.of(folder.resolve(BACKUP))) {
      assertThat(Npz.read(source).get("batch").getLong(0)).isPositive();
    }
    try (Model model = Model.load(folder.resolve(MODEL))) {
      assertThat(model.predict(TinyTraining.X).dim(0)).isEqualTo(40);
    }
    try (Model model = TinyTraining.model(Optimizers.adam(0.01), UNITS)) {
      long[] iterations = new long[2];
      model.fit(
          TinyTraining.X,
          TinyTraining.Y,
          fit()
              .epochs(1000)
              .batchSize(8)
              .verbose(0)
              .callbacks(
                  List.of(
                      Callbacks.backupAndRestore(folder),
                      Callbacks.lambda()
                          .onTrainBatchBegin(
                              (fitting, batch) -> iterations[0] = fitting.iterations())
                          .onTrainBatchEnd((fitting, batch, logs) -> fitting.stopTraining()))));
      assertThat(iterations[0]).isPositive();
    }
  }

  @Test
  @DisplayName("a disk that takes no more gives an error that names the file")
  void full() throws Exception {
    // A limit on the size of files stands for the full disk: 64 blocks of 1024 bytes.
    Process process = start(child("ulimit -f 64; ", UNITS / 10, 1));
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(text()).contains(folder.resolve(BACKUP).toString()).contains("File too large");
    assertThat(folder).isEmptyDirectory();
  }

  private String text() {
    try {
      return Files.readString(log().toPath());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
