package dev.tenon.hostile;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files that mutants are made of: the sample model, and the recorded model of every layer. */
final class GoodFiles {
  private static final int LARGEST = 60_000;

  /** One in so many mutants is made of the sample model, the others of the recorded ones. */
  private static final int SAMPLE_EVERY = 8;

  private final String container;
  private final Path sample;
  private final List<Path> recorded;
  private final Path scratch;
  private final Map<Path, byte[]> exported = new HashMap<>();

  /**
   * Finds the files.
   *
   * @param container h5, keras or onnx
   * @param scratch a folder for the ONNX files that are made here
   */
  GoodFiles(Path root, String container, Path scratch) throws IOException {
    this.container = container;
    this.scratch = scratch;
    this.sample = root.resolve("samples/models/mnist_cnn.h5");
    String suffix = container.equals("onnx") ? "keras" : container;
    try (Stream<Path> walk = Files.walk(root.resolve("tests/goldens/layers"))) {
      this.recorded =
          walk.filter(path -> path.toString().endsWith("." + suffix))
              .filter(path -> path.toFile().length() < LARGEST)
              .sorted()
              .toList();
    }
  }

  /** Returns the bytes of the file that the mutant of this number is made of. */
  byte[] of(int number) throws IOException {
    Path path = path(number);
    return container.equals("onnx")
        ? exported.computeIfAbsent(path, this::export)
        : Files.readAllBytes(path);
  }

  Path path(int number) {
    if (number % SAMPLE_EVERY == 0 && !container.equals("keras")) {
      return sample;
    }
    return recorded.get(number % recorded.size());
  }

  private byte[] export(Path keras) {
    Path target = scratch.resolve("good.onnx");
    try (Model model = Model.load(keras)) {
      model.save(target);
      return Files.readAllBytes(target);
    } catch (UnsupportedModelException e) {
      return export(sample);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
