package dev.tenon.cli.option;

import dev.tenon.zoo.Labels;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names a classifier's classes. */
public final class LabelsOption {
  @Option(
      names = "--labels",
      converter = InputFile.class,
      paramLabel = "FILE",
      description = "The names of the classes: one on each line, or JSON.")
  private @Nullable Path file;

  /** Returns the names; null where no file was given. */
  public @Nullable Labels read() throws IOException {
    return file == null ? null : Labels.read(file);
  }
}
