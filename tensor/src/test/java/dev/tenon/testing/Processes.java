package dev.tenon.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs other programs to their end. */
public final class Processes {
  /**
   * Options of a JVM whose heap is resident from the start, so that its resident memory grows by
   * native memory alone.
   */
  public static final List<String> FIXED_HEAP =
      List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

  private static final long MINUTES = 5;

  private Processes() {}

  /** What a program returned and wrote. */
  public record Result(int code, String out, String err) {
    /** Returns the errors without the message that TensorFlow writes whatever its level is. */
    public String errWithoutTensorFlow() {
      return err.lines()
          .filter(line -> !line.contains("absl::InitializeLog()") && !line.startsWith("I0000 "))
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    }
  }

  /** Runs a class with this test's JVM and a class path. */
  public static Result java(List<String> options, String classPath, String... mainAndArguments)
      throws IOException, InterruptedException {
    return run(Checkout.root(), command(options, classPath, mainAndArguments));
  }

  /** Runs a class of the tests where each of TensorFlow's sessions has two threads of its own. */
  public static Result withOwnThreads(Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> options = List.of("-Dtenon.threads=2", "-Dtenon.root=" + Checkout.root());
    List<String> command = command(options, TestClassPath.text(), main.getName());
    command.addAll(0, List.of("env", "TF_OVERRIDE_GLOBAL_THREADPOOL=1"));
    command.addAll(List.of(arguments));
    return run(Checkout.root(), command);
  }

  private static List<String> command(
      List<String> options, String classPath, String... mainAndArguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Newer JVMs warn of native code that is not asked for.
    command.add("--enable-native-access=ALL-UNNAMED");
    // And of protobuf's use of sun.misc.Unsafe; JVMs before 23 do not know this option.
    if (Runtime.version().feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.addAll(List.of(mainAndArguments));
    return command;
  }

  public static Result run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("tenon", ".out");
    Path err = Files.createTempFile("tenon", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putIfAbsent("TF_CPP_MIN_LOG_LEVEL", "3");
      Process process = builder.start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " takes more than " + MINUTES + " minutes");
      }
      return new Result(process.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
