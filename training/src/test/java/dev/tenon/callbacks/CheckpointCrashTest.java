package dev.tenon.callbacks;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.error.FileChangedException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.initializers.Initializers;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.Layers;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.regularization.Dropout;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is killed, or whose disk is full, in the middle of a checkpoint. */
class CheckpointCrashTest {
  /** So wide that most of the time goes into writing files. */
  private static final int UNITS = 300_000;

  private static final String BACKUP = "backup.npz";
  private static final String SLOWLY = "slowly";
  private static final int EPOCHS = 6;

  @TempDir Path folder;

  /** Trains and writes after each batch until somebody stops it. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[0]);
      int units = Integer.parseInt(arguments[1]);
      List<Callback> callbacks = new ArrayList<>();
      for (String file : arguments[3].split(",", -1)) {
        callbacks.add(
            switch (file) {
              case BACKUP -> Callbacks.backupAndRestore(folder).saveFreq(1);
              case SLOWLY ->
                  Callbacks.lambdaCallback().onTrainBatchEnd((f, batch, logs) -> sleep(50));
              default -> Callbacks.modelCheckpoint(folder.resolve(file)).saveFreq(1);
            });
      }
      boolean small = arguments[3].contains(SLOWLY);
      try (Model model = small ? dropping() : TinyTraining.model(Optimizers.adam(0.01), units)) {
        model.fit(
            TinyTraining.X, TinyTraining.Y, options(Integer.parseInt(arguments[2]), callbacks));
      } catch (java.io.UncheckedIOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static FitOptions options(int epochs, List<Callback> callbacks) {
    return fit().epochs(epochs).batchSize(8).verbose(0).seed(1L).callbacks(callbacks);
  }

  /** The same model in each process, whose masks follow from the seeds of its layers. */
  private static Model dropping() {
    Model model =
        Model.sequential(
            Layers.input(TinyTraining.X.dim(1)),
            Dense.DEFAULTS
                .units(16)
                .activation(KerasObject.of("relu"))
                .kernelInitializer(Initializers.randomUniform(-0.5, 0.5, 3)),
            Dropout.DEFAULTS.rate(0.4).seed(5L),
            Dense.DEFAULTS
                .units(1)
                .activation(KerasObject.of("sigmoid"))
                .kernelInitializer(Initializers.randomUniform(-0.5, 0.5, 4)));
    model.compile(Optimizers.adam(0.01), "binary_crossentropy", "accuracy");
    return model;
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ProcessBuilder child(String before, int units, int epochs, String files) {
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
                + epochs
                + " "
                + files)
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

  private boolean writing(String name) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(file -> file.contains(name) && file.endsWith(".tmp"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.h5", "model.keras"})
  @DisplayName("kill -9 in the middle of a checkpoint leaves the previous file whole")
  void killed(String name) throws Exception {
    Process process = start(child("", UNITS, 100_000, BACKUP + "," + name));
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    try {
      // Killed in the middle of writing, after both files have been there once.
      while (!(Files.exists(folder.resolve(BACKUP))
          && Files.exists(folder.resolve(name))
          && writing(name))) {
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
    try (Model model = Model.load(folder.resolve(name))) {
      assertThat(model.predict(TinyTraining.X).dim(0)).isEqualTo(40);
      if (model.info().isKeras()) {
        // Weights, optimizer and its state: the training goes on.
        model.fit(TinyTraining.X, TinyTraining.Y, options(1, List.of()));
      }
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
                      Callbacks.lambdaCallback()
                          .onTrainBatchBegin(
                              (fitting, batch) -> iterations[0] = fitting.iterations())
                          .onTrainBatchEnd((fitting, batch, logs) -> fitting.stopTraining()))));
      assertThat(iterations[0]).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BACKUP, "model.onnx", "model.h5", "model.keras"})
  @DisplayName("a disk that takes no more gives an error that names the file")
  void full(String name) throws Exception {
    // A limit on the size of files stands for the full disk: 64 blocks of 1024 bytes.
    Process process = start(child("ulimit -f 64; ", UNITS / 10, 1, name));
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    // HDF5 does not say why it could not write.
    assertThat(text())
        .contains(folder.resolve(name).toString())
        .containsAnyOf("File too large", "(disk full?)");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @DisplayName("a fit that was killed goes on to the numbers of one that was not, dropout included")
  void goesOn() throws Exception {
    List<Tensor> expected;
    History whole;
    try (Model model = dropping()) {
      whole = model.fit(TinyTraining.X, TinyTraining.Y, options(EPOCHS, List.of()));
      expected = List.copyOf(model.weights().values());
    }
    Process process = start(child("", 0, EPOCHS, BACKUP + "," + SLOWLY));
    try {
      while (!Files.exists(folder.resolve(BACKUP)) || batches() < EPOCHS) {
        assertThat(process.isAlive()).as(() -> text()).isTrue();
        Thread.sleep(1);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(batches()).isLessThan(EPOCHS * 5);
    try (Model model = dropping()) {
      History rest =
          model.fit(
              TinyTraining.X,
              TinyTraining.Y,
              options(EPOCHS, List.of(Callbacks.backupAndRestore(folder))));
      int first = rest.epochs().get(0);
      assertThat(rest.get("loss")).isEqualTo(whole.get("loss").subList(first, EPOCHS));
      assertThat(List.copyOf(model.weights().values())).isEqualTo(expected);
    }
  }

  /** Returns how many batches were done when the last backup was written. */
  private long batches() throws Exception {
    try (Source source = Source.of(folder.resolve(BACKUP))) {
      Map<String, Tensor> backup = Npz.read(source);
      return backup.get("epoch").getLong(0) * 5 + backup.get("batch").getLong(0);
    } catch (FileChangedException e) {
      // The next backup has taken its place just now.
      return 0;
    }
  }

  private String text() {
    try {
      return Files.readString(log().toPath());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
