package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Batches;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.ProcStatus;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loading, predicting and closing again and again takes no more memory in the end than soon after
 * the start.
 *
 * <p>Runs in a JVM of its own, whose resident memory holds nothing of other tests; {@code
 * -Dtenon.soak=600} makes it ten minutes.
 */
@Tag("soak")
final class SoakTest {
  /** What the C library's allocator may keep; a leak of one model's weights is more in no time. */
  private static final long SLACK_KB = 16 * 1024;

  /**
   * So many even on a machine that is busy: the engines and the compiler of the JVM start slowly.
   */
  private static final int LEAST_MODELS = 1_000;

  @TempDir private Path folder;

  @Test
  void memoryStaysFlat() throws Exception {
    assumeTrue(ProcStatus.isThere(), "resident memory is read from Linux's /proc");
    String seconds = System.getProperty("tenon.soak", "5");
    String classPath = TestClassPath.text();
    Processes.Result result =
        Processes.java(
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-Dtenon.threads=2"),
            classPath,
            Soak.class.getName(),
            seconds,
            Checkout.file("samples/models/mnist_cnn.h5").toString(),
            Checkout.file("tests/goldens/layers/core/dense.k3.keras").toString(),
            network().toString());
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    List<Long> numbers = result.out().lines().map(Long::valueOf).toList();
    long models = numbers.get(0);
    long early = numbers.get(1);
    long late = numbers.get(2);
    System.out.printf(
        Locale.ROOT, "soak: %d models, %d kB early, %d kB late%n", models, early, late);
    assertThat(late).as("kB resident after %d models", models).isLessThan(early + SLACK_KB);
  }

  /** Returns the small network as ONNX. */
  private Path network() throws IOException {
    Path file = folder.resolve("mnist_cnn.onnx");
    try (Model model = Model.load(Checkout.file("samples/models/mnist_cnn.h5"))) {
      model.save(file);
    }
    return file;
  }

  /** Prints the number of models, and the resident memory in the third and in the last fifth. */
  static final class Soak {
    private Soak() {}

    /** Takes seconds and models. */
    public static void main(String[] args) throws IOException {
      long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
      List<Long> resident = new ArrayList<>();
      int models = 0;
      while (System.nanoTime() < end || models < LEAST_MODELS) {
        for (int i = 1; i < args.length; i++) {
          cycle(Path.of(args[i]), resident.size());
          models++;
        }
        // Mapped files are let go by the collector only.
        System.gc();
        resident.add(ProcStatus.residentKilobytes());
      }
      int fifth = resident.size() / 5;
      long early = median(resident.subList(2 * fifth, 3 * fifth));
      long late = median(resident.subList(resident.size() - fifth, resident.size()));
      List.of((long) models, early, late).forEach(System.out::println);
    }

    private static void cycle(Path file, int number) throws IOException {
      try (Model model = Model.load(file)) {
        Map<String, Tensor> batch = Batches.random(model, 2, 1);
        model.on(number % 2 == 0 ? "tensorflow" : "onnxruntime").predict(batch);
      }
    }

    private static long median(List<Long> numbers) {
      return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElse(0L);
    }
  }
}
