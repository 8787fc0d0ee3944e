package dev.tenon.cli.option;

import dev.tenon.zoo.Catalogue;
import dev.tenon.zoo.ZooEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code NAME|FILE} means. */
public sealed interface ModelChoice {
  /** A file, or the folder of a SavedModel. */
  record OfFile(Path path) implements ModelChoice {}

  /** A model that the catalogue names. */
  record OfZoo(ZooEntry entry) implements ModelChoice {}

  /** A name with a slash or a suffix; a version such as {@code 1.1} is none. */
  Pattern PATH = Pattern.compile(".*[/\\\\].*|.*\\.[A-Za-z][A-Za-z0-9]*");

  /**
   * Returns a file of the name, else a model of the catalogue.
   *
   * @throws NoSuchFileException where there is neither, and the name is that of a file
   * @throws IllegalArgumentException where there is neither, with the nearest names
   * @throws IOException where the catalogue cannot be read
   */
  static ModelChoice of(String text, CatalogueOption catalogue) throws IOException {
    Path path = Path.of(text);
    if (Files.isRegularFile(path)) {
      return new OfFile(path);
    }
    Catalogue known = catalogue.read();
    Optional<ZooEntry> entry = known.find(text);
    if (entry.isPresent()) {
      return new OfZoo(entry.get());
    }
    if (Files.exists(path)) {
      return new OfFile(path);
    }
    if (PATH.matcher(text).matches()) {
      throw new NoSuchFileException(text);
    }
    return new OfZoo(known.named(text));
  }
}
