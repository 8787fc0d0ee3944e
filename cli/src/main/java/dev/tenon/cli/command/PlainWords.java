package dev.tenon.cli.command;

import dev.tenon.cli.output.Output;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Commands whose words are names of files and nothing else, which need no parser: picocli takes
 * longer to look at the annotations of a command than the command to summarize a small model.
 */
public final class PlainWords {
  private PlainWords() {}

  /**
   * Returns the command; null where the words need the parser, or its help about what is wrong.
   *
   * @param out where it prints to
   */
  public static @Nullable Callable<Integer> command(Output out, String... words) {
    for (int i = 1; i < words.length; i++) {
      // An option, standard input, a file with more words; an empty name is refused.
      if (words[i].isEmpty() || words[i].startsWith("-") || words[i].startsWith("@")) {
        return null;
      }
    }
    try {
      if (words.length == 2 && words[0].equals(SummaryCommand.NAME)) {
        return SummaryCommand.of(Path.of(words[1]), out);
      }
      return words.length == 3 && words[0].equals(ConvertCommand.NAME)
          ? ConvertCommand.of(Path.of(words[1]), words[2], out)
          : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
