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

/**
 * The files that mutants are made of: the sample model, and the recorded model of every layer; of
 * SavedModels, the files of their folders.
 */
final class GoodFiles {
  private static final int LARGEST = 60_000;

  /** One in so many mutants is made of the sample model, the others of the recorded ones. */
  private static final int SAMPLE_EVERY = 8;

  /** Of so many mutants of a SavedModel, one has a damaged index and one damaged variables. */
  private static final int VARIABLES_EVERY = 6;

  private static final List<String> EXPORTED = List.of("onnx", "pb");

  private final String container;
  private final Path sample;
  private final List<Path> recorded;
  private final Path scratch;
  private final Map<Path, byte[]> exported = new HashMap<>();

  /**
   * Finds the files.
   *
   * @param container h5, keras, onnx, pb or savedmodel
   * @param scratch a folder for the files that are made here
   */
  GoodFiles(Path root, String container, Path scratch) throws IOException {
    this.container = container;
    this.scratch = scratch;
    this.sample = root.resolve("samples/models/mnist_cnn.h5");
    String suffix = EXPORTED.contains(container) ? ".keras" : "." + container;
    if (isFolder()) {
      try (Stream<Path> list = Files.list(root.resolve("tests/goldens/savedmodel"))) {
        this.recorded =
            list.filter(path -> Files.exists(path.resolve("saved_model.pb"))).sorted().toList();
      }
      return;
    }
    try (Stream<Path> walk = Files.walk(root.resolve("tests/goldens/layers"))) {
      this.recorded =
          walk.filter(path -> path.toString().endsWith(suffix))
              .filter(path -> path.toFile().length() < LARGEST)
              .sorted()
              .toList();
    }
  }

  private boolean isFolder() {
    return container.equals("savedmodel");
  }

  /** Returns the bytes of the file that the mutant of this number is made of. */
  byte[] of(int number) throws IOException {
    Path path = path(number);
    return EXPORTED.contains(container)
        ? exported.computeIfAbsent(path, this::export)
        : Files.readAllBytes(path);
  }

  /** Says whether that file has the structure that the damage of the container knows. */
  boolean isStructure(int number) {
    return !isFolder() || path(number).endsWith("saved_model.pb");
  }

  Path path(int number) {
    if (isFolder()) {
      Path folder = recorded.get(number % recorded.size());
      return switch (number / recorded.size() % VARIABLES_EVERY) {
        case 1 -> folder.resolve("variables/variables.index");
        case 2 -> folder.resolve("variables/variables.data-00000-of-00001");
        default -> folder.resolve("saved_model.pb");
      };
    }
    if (number % SAMPLE_EVERY == 0 && !container.equals("keras")) {
      return sample;
    }
    return recorded.get(number % recorded.size());
  }

  /** Writes a mutant; of a folder, with the good files around it. */
  void write(Path target, int number, byte[] bytes) throws IOException {
    if (!isFolder()) {
      Files.write(target, bytes);
      return;
    }
    Path folder = recorded.get(number % recorded.size());
    Files.createDirectories(target.resolve("variables"));
    for (String name :
        List.of(
            "saved_model.pb",
            "variables/variables.index",
            "variables/variables.data-00000-of-00001")) {
      boolean mutated = path(number).equals(folder.resolve(name));
      Files.write(target.resolve(name), mutated ? bytes : Files.readAllBytes(folder.resolve(name)));
    }
  }

  private byte[] export(Path keras) {
    Path target = scratch.resolve("good." + container);
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
