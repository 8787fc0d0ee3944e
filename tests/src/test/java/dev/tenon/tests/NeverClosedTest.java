package dev.tenon.tests;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Batches;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.ProcStatus;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that nobody closes give back threads, native memory and temporary files once they are
 * garbage; one that runs is never taken away.
 *
 * <p>Runs in JVMs of their own, whose resident memory and threads are of nothing else.
 */
@Tag("soak")
final class NeverClosedTest {
  private static final int MODELS = 200;

  /** After so many the C library's allocator and the memory for files have taken their share. */
  private static final int BEFORE = 150;

  /** Half of those that are forgotten have 4 MB of weights: kept, they are 1,200 MB (measured). */
  private static final long SLACK_KB = 160 * 1024;

  /** Threads of the JVM's own that come and go. */
  private static final long SLACK_THREADS = 4;

  @TempDir private Path folder;

  private Processes.Result run(List<String> options, String... arguments) throws Exception {
    String classPath = TestClassPath.text();
    Stream<String> all =
        Stream.concat(
            Stream.of(
                "-Xmx128m", "-XX:+UseSerialGC", "-Dtenon.threads=2", "-Djava.io.tmpdir=" + folder),
            options.stream());
    return Processes.java(
        all.toList(),
        classPath,
        Stream.concat(Stream.of(Program.class.getName()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** Returns a small model and one of 4 MB: of those, a few that stay are seen. */
  private String[] files() throws IOException {
    Path wide = folder.resolve("wide.keras");
    try (Model model = Model.sequential(dense(1000).inputShape(1000), dense(1))) {
      model.save(wide);
    }
    return new String[] {Checkout.file("samples/models/mnist_cnn.h5").toString(), wide.toString()};
  }

  @Test
  void threadsAndMemoryComeBack() throws Exception {
    assumeTrue(ProcStatus.isThere(), "resident memory is read from Linux's /proc");
    String[] files = files();
    Processes.Result result = run(List.of(), "memory", files[0], files[1]);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    long[] found = result.out().lines().mapToLong(line -> Long.parseLong(line.strip())).toArray();
    System.out.printf(
        Locale.ROOT,
        "never closed: %d models, %d kB and %d threads before, %d kB and %d threads after,"
            + " %d temporary models left%n",
        MODELS,
        found[0],
        found[1],
        found[2],
        found[3],
        found[4]);
    assertThat(found[2]).as("kB resident").isLessThan(found[0] + SLACK_KB);
    assertThat(found[3]).as("threads").isLessThanOrEqualTo(found[1] + SLACK_THREADS);
    assertThat(found[4]).as("temporary files").isZero();
  }

  @Test
  void aModelThatRunsIsNotTakenAway() throws Exception {
    String[] files = files();
    Processes.Result result = run(List.of(), "runs", files[0], files[1]);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
  }

  @Test
  void aWarningSaysWhereItWasOpened() throws Exception {
    String[] files = files();
    Processes.Result result = run(List.of("-Dtenon.leaks=true"), "leaks", files[0]);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(result.err())
        .containsOnlyOnce("was never closed")
        .contains("NeverClosedTest$Program.leaks");
    assertThat(run(List.of(), "leaks", files[0]).errWithoutTensorFlow()).isEmpty();
  }

  /** Opens models and forgets them. */
  static final class Program {
    private Program() {}

    /** Takes what to do, and models. */
    public static void main(String[] args) throws Exception {
      List<Path> files = Stream.of(args).skip(1).map(Path::of).toList();
      switch (args[0]) {
        case "memory" -> memory(files);
        case "runs" -> runs(files);
        default -> leaks(files.get(0));
      }
    }

    private static void memory(List<Path> files) throws Exception {
      byte[] onnx = onnx(files.get(1));
      forget(files, onnx, BEFORE);
      collect();
      long memory = ProcStatus.residentKilobytes();
      long threads = ProcStatus.number("Threads:");
      forget(files, onnx, MODELS);
      collect();
      System.out.println(memory);
      System.out.println(threads);
      System.out.println(ProcStatus.residentKilobytes());
      System.out.println(ProcStatus.number("Threads:"));
      try (Stream<Path> left = Files.walk(Path.of(System.getProperty("java.io.tmpdir")))) {
        System.out.println(left.filter(file -> file.toString().endsWith(".onnx")).count());
      }
    }

    private static byte[] onnx(Path file) throws IOException {
      Path target = Files.createTempFile("never", ".bytes");
      try (Model model = Model.load(file)) {
        Path written = target.resolveSibling("net.onnx");
        model.save(written);
        byte[] bytes = Files.readAllBytes(written);
        Files.delete(written);
        return bytes;
      } finally {
        Files.delete(target);
      }
    }

    private static void forget(List<Path> files, byte[] onnx, int models) throws IOException {
      for (int i = 0; i < models; i++) {
        String engine = i % 2 == 0 ? "tensorflow" : "onnxruntime";
        if (i % 4 == 3) {
          forgotten(Model.load(new ByteArrayInputStream(onnx)).on(engine));
        } else {
          forgotten(Model.load(files.get(i % files.size())).on(engine));
        }
        if (i % 10 == 9) {
          // The collector of a small heap comes by itself only after many models.
          System.gc();
        }
      }
    }

    private static void forgotten(Model model) {
      model.predict(Batches.random(model, 2, 1));
    }

    /** Each prediction is the only use of its model, while the collector runs all the time. */
    private static void runs(List<Path> files) throws Exception {
      AtomicBoolean done = new AtomicBoolean();
      Thread collector =
          new Thread(
              () -> {
                while (!done.get()) {
                  System.gc();
                }
              });
      collector.start();
      try {
        Map<String, Tensor> batch;
        try (Model model = Model.load(files.get(0))) {
          batch = Batches.random(model, 64, 1);
        }
        for (int i = 0; i < 6; i++) {
          Model.load(files.get(0)).on(i % 2 == 0 ? "tensorflow" : "onnxruntime").predict(batch);
        }
        Tensor x = batch.values().iterator().next();
        Tensor y = Model.load(files.get(0)).predict(x);
        compiled(files.get(0)).fit(x, y, fit().epochs(3).batchSize(8).verbose(0));
        compiled(files.get(0)).trainOnBatch(x, y);
      } finally {
        done.set(true);
        collector.join();
      }
    }

    private static Model compiled(Path file) throws IOException {
      Model model = Model.load(file);
      model.compile("sgd", "mse");
      return model;
    }

    private static void leaks(Path file) throws Exception {
      forgotten(Model.load(file));
      try (Model closed = Model.load(file)) {
        forgotten(closed);
        forgotten(closed.on("onnxruntime"));
      }
      // Nothing native was taken.
      Model.load(file);
      collect();
    }

    private static void collect() throws InterruptedException {
      // A round frees what a model holds, the next what that kept.
      for (int i = 0; i < 4; i++) {
        System.gc();
        Thread.sleep(200);
      }
    }
  }
}
