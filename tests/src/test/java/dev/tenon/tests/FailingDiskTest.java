package dev.tenon.tests;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Model;
import dev.tenon.error.RunStoppedException;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more, and a thread that is interrupted, are reported in a sentence. */
final class FailingDiskTest {
  private static final List<String> TARGETS =
      List.of("m.keras", "m.h5", "m.weights.h5", "m.onnx", "m.savedmodel", "m.pb");

  @TempDir Path folder;

  /** Saves a model of 1 MB under each name where files may not grow so far. */
  static final class Program {
    private Program() {}

    /** Takes the folder. */
    public static void main(String[] args) {
      for (String target : TARGETS) {
        System.out.println(target + " " + saved(Path.of(args[0], target)));
      }
    }
  }

  private static Model model() {
    return Model.sequential(input(300), dense(900));
  }

  private static String saved(Path target) {
    try (Model model = model()) {
      model.save(target);
      return "saved";
    } catch (IOException | UncheckedIOException e) {
      return "IO " + e.getMessage();
    } catch (RuntimeException | Error e) {
      return "OTHER " + e;
    }
  }

  /** A limit on the size of files fails writes as a full disk does. */
  @Test
  void aDiskThatTakesNoMore() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/bash")), "needs a shell");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Processes.Result result =
        Processes.run(
            folder,
            List.of(
                "/bin/bash",
                "-c",
                "ulimit -f 64; exec \"$0\" \"$@\"",
                java,
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                folder.toString()));
    List<String> lines = result.out().lines().toList();
    assertThat(lines).as(result.err()).hasSameSizeAs(TARGETS);
    for (String line : lines) {
      assertThat(line).contains(" IO ").doesNotEndWith("null");
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("nothing half-written is left").isEmpty();
    }
  }

  /** Java closes a channel that an interrupted thread uses, and its exception has no message. */
  @Test
  void anInterruptedThread() throws IOException {
    List<String> faults = new ArrayList<>();
    Path good = folder.resolve("good.keras");
    Path onnx = folder.resolve("good.onnx");
    try (Model model = model()) {
      model.save(good);
      model.save(onnx, OnnxOptions.DEFAULTS);
    }
    for (String target : TARGETS) {
      Thread.currentThread().interrupt();
      String answer = saved(folder.resolve(target));
      check(target, answer, faults);
    }
    for (Path file : List.of(good, onnx)) {
      Thread.currentThread().interrupt();
      check(file.getFileName().toString(), predicted(file), faults);
    }
    assertThat(faults).isEmpty();
  }

  private static void check(String what, String answer, List<String> faults) {
    boolean still = Thread.interrupted();
    if (answer.startsWith("OTHER") || answer.endsWith("null")) {
      faults.add(what + ": " + answer);
    } else if (!still) {
      faults.add(what + ": the interrupt was swallowed (" + answer + ")");
    }
  }

  private static String predicted(Path file) {
    try (Model model = Model.load(file)) {
      Tensor answer = model.predict(Tensor.of(new float[300], 1, 300));
      return "predicted " + answer.shapeString();
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return "IO " + e.getMessage();
    } catch (RunStoppedException e) {
      return "stopped " + e.getMessage();
    } catch (RuntimeException | Error e) {
      return "OTHER " + e;
    }
  }
}
