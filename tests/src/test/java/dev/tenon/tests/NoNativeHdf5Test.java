package dev.tenon.tests;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import dev.tenon.training.FitOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training ends in Keras files also where there is no native HDF5, as on ARM. */
final class NoNativeHdf5Test {
  /** A program that trains, saves and loads again. */
  static final class Program {
    private Program() {}

    /** Takes the folder to write to. */
    public static void main(String[] args) throws Exception {
      float[][] x = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
      float[][] y = {{0}, {1}, {1}, {2}};
      try (Model model = Model.sequential(dense(3).inputShape(2).activation("tanh"), dense(1))) {
        model.compile("adam", "mse");
        model.fit(Tensor.of(x), Tensor.of(y), FitOptions.fit().epochs(2).verbose(0));
        for (String name : List.of("x.keras", "x.h5", "x.weights.h5")) {
          Path file = Path.of(args[0], name);
          model.save(file);
          if (!name.equals("x.weights.h5")) {
            try (Model again = Model.load(file)) {
              System.out.println(
                  name + " " + Arrays.deepEquals(again.predict(x), model.predict(x)));
            }
          }
        }
      }
    }
  }

  /** What is taken from the class path: the library, or its Java classes, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {"org/bytedeco/hdf5/1\\.[^/]*/hdf5-[^/]*-x86_64\\.jar", "org/bytedeco/hdf5/.*"})
  void trainsAndSaves(String absent, @TempDir Path folder) throws Exception {
    String all = TestClassPath.text();
    List<String> kept =
        Stream.of(all.split(File.pathSeparator, -1))
            .filter(entry -> !entry.replace('\\', '/').matches(".*/" + absent))
            .toList();
    assertThat(kept).hasSizeLessThan(all.split(File.pathSeparator, -1).length);
    String classPath = kept.stream().collect(Collectors.joining(File.pathSeparator));
    Processes.Result result =
        Processes.java(List.of(), classPath, Program.class.getName(), folder.toString());
    // The one thing to know of the .h5 is logged, which Java's own logger prints.
    assertThat(
            result
                .errWithoutTensorFlow()
                .lines()
                .filter(line -> !line.contains("dev.tenon.Model written")))
        .allMatch(line -> line.startsWith("WARNING: x.h5: Keras 3 does not take"));
    assertThat(result.out().lines()).containsExactly("x.keras true", "x.h5 true");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("x.keras", "x.h5", "x.weights.h5");
    Processes.Result forced =
        Processes.java(
            List.of("-Dtenon.hdf5.writer=native"),
            classPath,
            Program.class.getName(),
            folder.toString());
    assertThat(forced.err()).contains("the native HDF5 library, which cannot be loaded");
  }
}
