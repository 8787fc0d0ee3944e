package dev.tenon.cli.option;

import dev.tenon.zoo.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that adds models of one's own to those that are known by name. */
public final class CatalogueOption {
  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      description = "A JSON file with more models; see docs/zoo.md.")
  private @Nullable Path file;

  /** Returns Keras' models, those of the user's folder, and those of the file. */
  public Catalogue read() throws IOException {
    Catalogue standard = Catalogue.standard();
    return file == null ? standard : standard.with(file);
  }
}
