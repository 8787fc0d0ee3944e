package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.initializers.Initializers;
import dev.tenon.layers.Layers;
import dev.tenon.layers.core.Dense;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.TestClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SavedModel's folder that a process replaces while it is loaded, and until it is killed. */
class SavedModelSwapTest {
  private static final Tensor ROW = Tensor.full(DType.FLOAT32, 1, 1, 16);
  private static final int LOADS = 25;

  @TempDir Path folder;

  /** Saves models of all ones and of all twos in turn. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      try (Model ones = model(1);
          Model twos = model(2)) {
        ones.save(Path.of(arguments[0]));
        System.out.println("ready");
        while (true) {
          twos.save(Path.of(arguments[0]));
          ones.save(Path.of(arguments[0]));
        }
      }
    }
  }

  private static Model model(double value) {
    return Model.sequential(
        Layers.input(16),
        Dense.DEFAULTS.units(64).kernelInitializer(Initializers.constant(value)),
        Dense.DEFAULTS.units(1).kernelInitializer(Initializers.constant(value)));
  }

  @Test
  void readersFindOneWholeModel() throws Exception {
    Path target = folder.resolve("m.savedmodel");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                TestClassPath.text(),
                Child.class.getName(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String line = process.inputReader().readLine();
      while (line != null && !line.equals("ready")) {
        line = process.inputReader().readLine();
      }
      for (int i = 0; i < LOADS; i++) {
        assertAnswer(target);
      }
    } finally {
      process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
    }
    assertAnswer(target);
    try (Model twos = model(2)) {
      twos.save(target);
    }
    assertAnswer(target);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList()).isEqualTo(List.of(target));
    }
  }

  /** The answer is 16·64·1 or 16·64·4 and nothing in between. */
  private static void assertAnswer(Path target) throws IOException {
    try (Model model = Model.load(target)) {
      assertThat(model.predict(ROW).getFloat(0)).isIn(1024f, 4096f);
    }
  }
}
