package dev.tenon.cli.command.text;

import dev.tenon.cli.input.TextLines;
import dev.tenon.cli.option.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that give texts. */
public final class TextOptions {
  @Option(names = "--text", paramLabel = "TEXT", description = "A text; may be given repeatedly.")
  private List<String> texts = List.of();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      converter = InputFile.class,
      description = "A file in UTF-8 with a text on each line, after those of --text.")
  private @Nullable Path input;

  /** Returns whether one of them is given. */
  public boolean areGiven() {
    return !texts.isEmpty() || input != null;
  }

  /**
   * Returns all texts.
   *
   * @throws IllegalArgumentException if there are none
   */
  public List<String> read() throws IOException {
    if (!areGiven()) {
      throw new IllegalArgumentException(
          "there is no text: give --text TEXT, or --input FILE with a text on each line");
    }
    List<String> all = new ArrayList<>(texts);
    if (input != null) {
      all.addAll(TextLines.read(input));
    }
    return all;
  }
}
