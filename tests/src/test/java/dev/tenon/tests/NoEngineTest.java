package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.image.ColorMode;
import dev.tenon.image.Images;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What works in a JVM that has no engine, and what stops there before it writes anything. */
final class NoEngineTest {
  private static final String MNIST = "samples/models/mnist_cnn.h5";
  private static final String GOLDEN = "samples/models/mnist_cnn_golden.npz";
  private static final String MAIN = "dev.tenon.cli.Main";

  /** Parts of the class path's entries that make an engine, or the library that it calls. */
  private static final List<String> TENSORFLOW =
      List.of("runtime-tensorflow", "runtime/tensorflow", "org/tensorflow", "javacpp-1.5.11-");

  private static final List<String> NATIVES_OF_TENSORFLOW =
      List.of("tensorflow-core-native-1.1.0-");
  private static final List<String> ONNXRUNTIME =
      List.of("runtime-onnxruntime", "runtime/onnxruntime", "com/microsoft/onnxruntime");

  @TempDir private Path work;

  /** Returns this test's class path without some entries. */
  private static String without(List<String> parts) {
    String all = TestClassPath.text();
    List<String> kept =
        Stream.of(all.split(File.pathSeparator))
            .filter(entry -> parts.stream().noneMatch(entry.replace('\\', '/')::contains))
            .toList();
    assertThat(kept.size()).isLessThan(all.split(File.pathSeparator).length);
    return String.join(File.pathSeparator, kept);
  }

  private static String withoutEngines() {
    return without(Stream.concat(TENSORFLOW.stream(), ONNXRUNTIME.stream()).toList());
  }

  private static Processes.Result tenon(String classPath, String... arguments) throws Exception {
    String[] all = Stream.concat(Stream.of(MAIN), Stream.of(arguments)).toArray(String[]::new);
    return Processes.java(List.of(), classPath, all);
  }

  private Path written() {
    return work.resolve("written.onnx");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files.toList();
    }
  }

  @Test
  void looksAtModelsAndConvertsThem() throws Exception {
    String bare = withoutEngines();
    Processes.Result summary = tenon(bare, "summary", MNIST);
    assertThat(summary.err()).isEmpty();
    assertThat(summary.out()).contains("Total params: 13,004");
    Processes.Result check = tenon(bare, "check", MNIST);
    assertThat(check.out()).contains("status: supported");
    Processes.Result usage = tenon(bare, "usage", MNIST);
    assertThat(usage.code()).as(usage.err()).isZero();
    Processes.Result converted = tenon(bare, "convert", MNIST, written().toString());
    assertThat(converted.err()).isEmpty();
    assertThat(converted.code()).isZero();
    try (Model model = Model.load(written())) {
      assertThat(model.outputs()).hasSize(1);
    }
    Processes.Result onnx = tenon(bare, "summary", written().toString());
    assertThat(onnx.code()).as(onnx.err()).isZero();
    assertThat(tenon(bare, "check", written().toString()).out()).contains("status: supported");
  }

  @Test
  void onnxRuntimeNamesAPlatformThatItLacks() throws Exception {
    Processes.Result refused =
        Processes.java(
            List.of("-Dos.arch=riscv64"),
            TestClassPath.text(),
            MAIN,
            "predict",
            MNIST,
            "--engine=onnxruntime",
            "--input=samples/images/digit_7.png");
    assertThat(refused.code()).isEqualTo(2);
    String message = refused.err().lines().findFirst().orElseThrow().replace("tenon: ", "");
    assertThat(message).contains("ONNX Runtime's native library does not load on Linux riscv64");
    assertThat(Files.readString(Checkout.file("docs/troubleshooting.md"))).contains(message);
  }

  /** A program that loads, prints and saves, and then predicts, which it cannot. */
  static final class Program {
    private Program() {}

    /** Takes a model and the file to write. */
    public static void main(String[] args) throws Exception {
      try (Model model = Model.load(Path.of(args[0]))) {
        System.out.println(model.summary().lines().count());
        model.save(Path.of(args[1]));
        Tensor image = Images.load(Path.of(args[2]), ColorMode.GRAYSCALE);
        model.predictOne(image);
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void modelLoadsSummarizesAndSaves() throws Exception {
    Processes.Result result =
        Processes.java(
            List.of(),
            withoutEngines(),
            Program.class.getName(),
            MNIST,
            written().toString(),
            "samples/images/digit_7.png");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("add the dependency dev.tenon:tenon-runtime-tensorflow");
    assertThat(files()).containsExactly(written());
  }

  @Test
  void whatNeedsAnEngineStopsBeforeItWrites() throws Exception {
    refused(withoutEngines(), "dev.tenon:tenon-runtime-tensorflow", convert("--verify"));
    refused(without(TENSORFLOW), "dev.tenon:tenon-runtime-tensorflow", convert("--verify"));
    refused(without(ONNXRUNTIME), "dev.tenon:tenon-runtime-onnxruntime", convert("--verify"));
    refused(
        without(ONNXRUNTIME), "dev.tenon:tenon-runtime-onnxruntime", convert("--golden", GOLDEN));
    refused(
        without(NATIVES_OF_TENSORFLOW),
        "org.tensorflow:tensorflow-core-native:1.1.0:",
        convert("--verify"));
    String results = work.resolve("results").toString();
    refused(
        withoutEngines(),
        "dev.tenon:tenon-runtime-tensorflow",
        "verify",
        MNIST,
        GOLDEN,
        "--outputs",
        results);
    refused(
        withoutEngines(),
        "dev.tenon:tenon-runtime-tensorflow",
        "predict",
        MNIST,
        "--input",
        GOLDEN,
        "-o",
        results + ".npz");
  }

  private String[] convert(String... options) {
    return Stream.concat(Stream.of("convert", MNIST, written().toString()), Stream.of(options))
        .toArray(String[]::new);
  }

  private void refused(String classPath, String dependency, String... arguments) throws Exception {
    Processes.Result result = tenon(classPath, arguments);
    assertThat(result.code()).as(result.out()).isEqualTo(2);
    assertThat(result.err()).contains(dependency);
    assertThat(result.err().lines().collect(Collectors.toList())).hasSize(1);
    assertThat(files()).isEmpty();
  }
}
