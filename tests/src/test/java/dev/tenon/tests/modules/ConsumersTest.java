package dev.tenon.tests.modules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import dev.tenon.testing.JavaCompilation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs outside Tenon compile and run: as a module, and on the class path. */
final class ConsumersTest {
  private static final Path SOURCES = Checkout.file("tests/consumers");
  private static final List<String> WORKS =
      List.of(
          "trained: true",
          "model.keras on tensorflow: true",
          "model.keras on onnxruntime: true",
          "model.onnx on tensorflow: true",
          "model.onnx on onnxruntime: true",
          "files: true");

  @TempDir Path folder;

  @Test
  void modulesWork() throws Exception {
    Path classes = folder.resolve("classes");
    String path = ProgramPath.joined(ProgramPath.modules());
    assertThat(
            JavaCompilation.messages(
                "--module-path",
                path,
                "-d",
                classes.toString(),
                source("module-info.java"),
                source("example/Consumer.java")))
        .isEmpty();
    List<String> lines =
        run(
            "--module-path",
            classes + File.pathSeparator + path,
            "--class-path",
            ProgramPath.joined(ProgramPath.others()),
            "--module",
            "example/example.Consumer");
    assertThat(lines).contains("on the module path").containsAll(WORKS);
  }

  @Test
  void theClassPathWorks() throws Exception {
    Path classes = folder.resolve("classes");
    String path = ProgramPath.joined(ProgramPath.ofPrograms());
    assertThat(
            JavaCompilation.messages(
                "--class-path", path, "-d", classes.toString(), source("example/Consumer.java")))
        .isEmpty();
    List<String> lines =
        run("--class-path", classes + File.pathSeparator + path, "example.Consumer");
    assertThat(lines).contains("on the class path").containsAll(WORKS);
  }

  @Test
  void modulesHideOperators() {
    String path = ProgramPath.joined(ProgramPath.modules());
    String errors =
        JavaCompilation.messages(
            "--module-path",
            path,
            "-d",
            folder.toString(),
            source("module-info.java"),
            source("example/Intruder.java"));
    assertThat(errors).contains("package dev.tenon.ir.op is not visible");
  }

  private static String source(String name) {
    return SOURCES.resolve(name).toString();
  }

  private List<String> run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(List.of(arguments));
    command.add(Files.createDirectory(folder.resolve("models")).toString());
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    List<String> lines = Files.readAllLines(output);
    assertThat(code).as("%s", lines).isZero();
    return lines;
  }
}
