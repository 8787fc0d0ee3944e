package dev.tenon.cli.command;

import dev.tenon.cli.option.LowerCase;
import dev.tenon.cli.output.Output;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script by which a shell completes commands, options and file names. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Print a script that completes commands, options and file names in a shell.",
      "It serves the name tenon: put the folder of the command into PATH."
    },
    footer = {"  source <(tenon completion bash)", "  tenon completion zsh > ~/.tenon.zsh"})
final class CompletionCommand implements Callable<Integer> {
  /** A shell that has programmable completion. */
  enum Shell {
    BASH,
    ZSH;

    /** Returns what the shell does before the common script: zsh loads bash's functions. */
    String preparation() {
      return this == ZSH
          ? "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
          : "";
    }
  }

  /** The shells by their names. */
  static final class Shells extends LowerCase {
    Shells() {
      super(Shell.values());
    }
  }

  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String script =
        AutoComplete.bash("tenon", Objects.requireNonNull(spec).commandLine().getParent());
    Output.of(spec)
        .print(
            "# Completion of tenon for "
                + shell.name().toLowerCase(Locale.ROOT)
                + ".\n"
                + shell.preparation()
                + script);
    return 0;
  }
}
