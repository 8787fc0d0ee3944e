package dev.tenon.cli.help;

import dev.tenon.internal.text.Names;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Phrases in one sentence what is wrong with the words of a command. */
public final class Misuse {
  private static final Pattern ENUM =
      Pattern.compile("expected one of \\[(.*)] \\(case-insensitive\\) but was '(.*)'");
  private static final Pattern NUMBER = Pattern.compile("'([^']*)' is not an? (int|long|double)");

  private Misuse() {}

  /** Returns the sentence, which ends with what to do. */
  public static String sentence(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    String message = String.valueOf(exception.getMessage());
    message = message.replaceFirst("positional parameter at index \\S+ \\((.*?)\\)", "$1");
    // Picocli says it twice of an option with a key and a value.
    message = message.replace("option option ", "option ");
    String name = command.getCommandSpec().qualifiedName();
    if (exception instanceof UnmatchedArgumentException unmatched) {
      message = unmatched(unmatched, command);
    }
    String example = message.startsWith("Missing") ? example(command.getCommandSpec()) : "";
    return values(message) + (example.isEmpty() ? "" : ", as in: " + example) + help(name);
  }

  private static String help(String name) {
    return "; '" + name + " --help' says more";
  }

  private static String unmatched(UnmatchedArgumentException exception, CommandLine command) {
    String word = exception.getUnmatched().get(0);
    Map<String, CommandLine> below = command.getSubcommands();
    if (word.startsWith("-") && word.length() > 1) {
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      return capital(Names.unknown("option", option, options(command.getCommandSpec())));
    }
    return below.isEmpty()
        ? "Unexpected argument '"
            + word
            + "': repeat the option before each value, and quote names with spaces"
        : capital(Names.unknown("command", word, below.keySet()));
  }

  private static List<String> options(CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::longestName)
        .toList();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Says in words which values an option takes. */
  private static String values(String message) {
    Matcher constants = ENUM.matcher(message);
    if (constants.find()) {
      String known = constants.group(1).toLowerCase(Locale.ROOT);
      return constants.replaceFirst(
          Matcher.quoteReplacement("expected " + known + ", received '" + constants.group(2))
              + "'");
    }
    Matcher number = NUMBER.matcher(message);
    if (number.find()) {
      String kind = number.group(2).equals("double") ? "a number" : "a whole number";
      return number.replaceFirst(
          Matcher.quoteReplacement("expected " + kind + ", received '" + number.group(1)) + "'");
    }
    return message;
  }

  /** Returns the first example of a command's help; empty where it has none. */
  public static String example(CommandSpec spec) {
    String[] lines = spec.usageMessage().footer();
    return lines.length == 0 ? "" : lines[0].strip();
  }
}
