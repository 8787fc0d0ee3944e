package dev.tenon.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.data.sets.Digits;
import dev.tenon.data.sets.TrainTest;
import dev.tenon.image.Images;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.TestClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fine-tuning that is told to end, or killed, leaves a model with what it has learned. */
final class FinetuneStopTest {
  private static final int EACH = 20;
  private static final String BACKBONE =
      Checkout.file("samples/models/digits_0_to_4.keras").toString();

  @TempDir private static Path images;
  @TempDir private Path folder;

  @BeforeAll
  static void writeImages() throws IOException {
    TrainTest digits = Digits.load();
    int[] counts = new int[10];
    for (int i = 0; i < digits.yTrain().size(); i++) {
      int digit = (int) digits.yTrain().getDouble(i);
      if ((digit == 6 || digit == 7) && counts[digit] < EACH) {
        Path classFolder = Files.createDirectories(images.resolve("of" + digit));
        String name = String.format(Locale.ROOT, "%03d.png", counts[digit]++);
        Tensor image = digits.xTrain().get(i).reshape(28, 28, 1);
        Images.save(classFolder.resolve(name), image, false);
      }
    }
  }

  private Process start(Path target, String... more) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Dtenon.threads=1",
            "-cp",
            TestClassPath.text(),
            "dev.tenon.cli.Main",
            "finetune",
            images.toString(),
            "--model",
            BACKBONE,
            "--preprocess",
            "inside",
            "--rate",
            "0.01",
            "-o",
            target.toString());
    return new ProcessBuilder(Stream.concat(command.stream(), Stream.of(more)).toList())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private Path log() {
    return folder.resolve("log.txt");
  }

  private void waitFor(Process process, Path target) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!Files.exists(target)) {
      assertThat(process.isAlive()).as(() -> text()).isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(1);
    }
  }

  private String text() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void hasLearned(Path target) throws IOException {
    try (Model model = Model.load(target)) {
      Map<String, Tensor> weights = model.weights();
      String name =
          weights.keySet().stream()
              .filter(each -> each.contains("predictions") && each.contains("bias"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(weights.keySet()));
      // A new head begins with zeros.
      assertThat(weights.get(name).getDouble(0)).isNotZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "head.keras, 100000, 0, 0",
    "head.h5, 100000, 0, 150",
    "head.onnx, 100000, 0, 40",
    "block.keras, 0, 100000, 300",
  })
  void sigtermEndsWithTheModelOfTheLastBatch(String name, String epochs, String more, int wait)
      throws Exception {
    Path target = folder.resolve(name);
    Process process = start(target, "--epochs", epochs, "--fine-tune-epochs", more);
    try {
      waitFor(process, target);
      Thread.sleep(wait);
      process.destroy();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(() -> text()).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(process.exitValue()).as(() -> text()).isEqualTo(143);
    assertThat(text()).contains("stopped: " + target + " has what was learned so far");
    hasLearned(target);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(name, name + ".labels.txt", "log.txt");
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "37", "211"})
  void aKilledProcessLeavesAnEpoch(int wait) throws Exception {
    Path target = folder.resolve("killed.keras");
    Process process = start(target, "--epochs", "100000");
    try {
      waitFor(process, target);
      Thread.sleep(wait);
    } finally {
      process.destroyForcibly().waitFor();
    }
    hasLearned(target);
  }
}
