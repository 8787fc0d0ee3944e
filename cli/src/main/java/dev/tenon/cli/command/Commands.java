package dev.tenon.cli.command;

import dev.tenon.cli.command.text.EmbedCommand;
import dev.tenon.cli.output.Output;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The subcommands by their names, and those whose words need no parser. */
public final class Commands {
  private static final Map<String, Class<?>> ALL = all();
  private static final Set<String> ABOUT_ALL = Set.of("help", "completion");

  private Commands() {}

  /**
   * Returns the subcommand that is asked for, or all where the first word is none or is about the
   * others: to look at the options of every one takes a third of a start.
   */
  public static Collection<Class<?>> askedFor(String... args) {
    Class<?> asked = args.length == 0 ? null : ALL.get(args[0]);
    return asked == null || ABOUT_ALL.contains(args[0]) ? ALL.values() : List.of(asked);
  }

  /**
   * Returns a command whose words are names of files and nothing else; null where the words need
   * the parser, or its help about what is wrong.
   *
   * <p>Picocli takes longer to look at the annotations of a command than the command to summarize a
   * small model.
   *
   * @param out where it prints to
   */
  public static @Nullable Callable<Integer> ofFiles(Output out, String... words) {
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

  private static Map<String, Class<?>> all() {
    Map<String, Class<?>> all = new LinkedHashMap<>();
    all.put(SummaryCommand.NAME, SummaryCommand.class);
    all.put("check", CheckCommand.class);
    all.put("usage", UsageCommand.class);
    all.put(ConvertCommand.NAME, ConvertCommand.class);
    all.put("quantize", QuantizeCommand.class);
    all.put("edit", EditCommand.class);
    all.put("predict", PredictCommand.class);
    all.put("evaluate", EvaluateCommand.class);
    all.put("verify", VerifyCommand.class);
    all.put("inspect", InspectCommand.class);
    all.put("compare", CompareCommand.class);
    all.put("diff", DiffCommand.class);
    all.put("plot", PlotCommand.class);
    all.put("classify", ClassifyCommand.class);
    all.put("zoo", ZooCommand.class);
    all.put("train", TrainCommand.class);
    all.put("finetune", FinetuneCommand.class);
    all.put("extract", ExtractCommand.class);
    all.put("embed", EmbedCommand.class);
    all.put("sample", SampleCommand.class);
    all.put("help", HelpCommand.class);
    all.put("completion", CompletionCommand.class);
    return all;
  }
}
