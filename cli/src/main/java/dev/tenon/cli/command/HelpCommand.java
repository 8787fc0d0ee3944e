package dev.tenon.cli.command;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints the help of the command or of one below it. */
@Command(
    name = "help",
    helpCommand = true,
    mixinStandardHelpOptions = true,
    description = "Print the help of a command, with examples.",
    footer = {"  tenon help convert", "  tenon help zoo get"})
final class HelpCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command, and one below it where it has any; by default tenon itself.")
  private List<String> names = List.of();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine().getParent();
    for (String name : names) {
      CommandLine below = line.getSubcommands().get(name);
      if (below == null) {
        throw new UnmatchedArgumentException(line, List.of(name));
      }
      line = below;
    }
    line.usage(spec.commandLine().getOut());
    return 0;
  }
}
