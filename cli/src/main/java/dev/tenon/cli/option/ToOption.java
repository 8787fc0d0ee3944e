package dev.tenon.cli.option;

import dev.tenon.cli.output.Target;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says what to write where the name of a file does not. */
public final class ToOption {
  @Option(
      names = "--to",
      paramLabel = "KIND",
      description = "What to write to standard output: one of the suffixes above.")
  private @Nullable String kind;

  /** Returns what to write to a name; see {@link Target#of}. */
  public Target of(Path name, String... known) {
    return Target.of(name, kind, known);
  }

  /** Returns whether the option is given. */
  public boolean isGiven() {
    return kind != null;
  }

  /**
   * Fails where the option is given and nothing is written.
   *
   * @throws IllegalArgumentException that names the option
   */
  public void refuseAlone() {
    if (kind != null) {
      throw new IllegalArgumentException(
          "--to says what to write, and nothing is written without -o: add -o FILE or -o -");
    }
  }
}
