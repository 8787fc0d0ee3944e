package dev.tenon.cli.option;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Reads an option that is given once for each value, and the older form with all values behind one
 * option; leaves behind it what the command itself needs.
 *
 * <p>In {@code predict --input a.png b.png MODEL} the last word is the model: picocli alone would
 * take it for one more input.
 */
@SuppressWarnings("JdkObsolete") // Picocli's own type.
public final class OpenList implements CommandLine.IParameterConsumer {
  @Override
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    List<String> ahead = new ArrayList<>();
    for (int i = words.size() - 1; i >= 0; i--) {
      ahead.add(words.get(i));
    }
    int mine = length(ahead, 0, command);
    if (mine == 0) {
      throw new CommandLine.MissingParameterException(
          command.commandLine(),
          option,
          "Missing required parameter for option '"
              + ((OptionSpec) option).longestName()
              + "' ("
              + option.paramLabel()
              + ")");
    }
    int needed = missing(command) - further(ahead, mine, command);
    int taken = Math.max(1, mine - Math.max(0, needed));
    List<@Nullable Object> values = new ArrayList<>();
    if (option.getValue() instanceof Collection<?> before) {
      values.addAll(before);
    }
    CommandLine.ITypeConverter<?> converter =
        option.converters().length == 0 ? word -> word : option.converters()[0];
    for (int i = 0; i < taken; i++) {
      values.add(converted(converter, words.pop(), option, command));
    }
    option.setValue(List.copyOf(values));
  }

  /** Returns how many words from a place on are values: up to the next option. */
  private static int length(List<String> words, int from, CommandSpec command) {
    int at = from;
    while (at < words.size() && !isOption(words.get(at), command)) {
      at++;
    }
    return at - from;
  }

  private static boolean isOption(String word, CommandSpec command) {
    // A mistyped option is one as well; a file may be called "-".
    return option(word, command) != null || (word.startsWith("-") && word.length() > 1);
  }

  private static @Nullable OptionSpec option(String word, CommandSpec command) {
    int equals = word.indexOf('=');
    return command.findOption(equals < 0 ? word : word.substring(0, equals));
  }

  /** Returns how many positional parameters have no value yet. */
  private static int missing(CommandSpec command) {
    int missing = 0;
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (Objects.equals(parameter.getValue(), parameter.initialValue())) {
        missing += parameter.arity().min();
      }
    }
    return missing;
  }

  /** Returns how many words behind the values can be positional parameters. */
  private static int further(List<String> words, int from, CommandSpec command) {
    int found = 0;
    int at = from;
    while (at < words.size()) {
      OptionSpec option = option(words.get(at), command);
      boolean attached = words.get(at).contains("=");
      at++;
      int values = length(words, at, command);
      int own = option == null || attached ? 0 : Math.min(values, option.arity().min());
      found += values - own;
      at += values;
    }
    return found;
  }

  private static Object converted(
      CommandLine.ITypeConverter<?> converter, String word, ArgSpec option, CommandSpec command) {
    try {
      return converter.convert(word);
    } catch (Exception e) {
      throw new CommandLine.ParameterException(
          command.commandLine(),
          "Invalid value for option '"
              + ((OptionSpec) option).longestName()
              + "': cannot convert '"
              + word
              + "': "
              + e.getMessage(),
          e,
          option,
          word);
    }
  }
}
