package dev.tenon.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import dev.tenon.cli.command.Commands;
import dev.tenon.cli.output.ErrorSentence;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.error.ModelException;
import dev.tenon.internal.console.Progress;
import dev.tenon.internal.text.PlainText;
import dev.tenon.internal.version.TenonVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: one subcommand for each thing that a user does with a model. */
@Command(
    name = "tenon",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Reads Keras and ONNX models, runs and trains them on the JVM, and writes them.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  /** Says which Tenon this is. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tenon " + TenonVersion.get()};
    }
  }

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    NativeMessages.drop();
    LoggingConfiguration.use();
    // UTF-8 whatever the locale says: the tables have box characters.
    System.exit(
        run(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            args));
  }

  /**
   * Runs the command and returns its exit code: 0 done, 1 findings, 2 wrong usage or file, 3 done
   * but not compared.
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    Commands.askedFor(args).forEach(line::addSubcommand);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, Main::commands);
    line.setParameterExceptionHandler((exception, words) -> misused(exception));
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> main.explain(exception, command.getErr()));
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
      return main.explain(e, err);
    }
  }

  /** Lists the commands, each with the first sentence of its description. */
  private static String commands(CommandLine.Help help) {
    help.subcommands()
        .values()
        .forEach(
            command -> {
              CommandLine.Model.UsageMessageSpec usage = command.commandSpec().usageMessage();
              String all = String.join(" ", usage.description());
              usage.header(all.replaceFirst("(?s)[.:;] .*", "."));
            });
    return help.commandList();
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  /** Says what is wrong with the words of a command, and which it takes. */
  private static int misused(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    // Picocli says it twice of an option with a key and a value.
    String message = PlainText.lines(String.valueOf(exception.getMessage()));
    err.println("tenon: " + message.replace("option option ", "option "));
    if (!UnmatchedArgumentException.printSuggestions(exception, err)) {
      err.print(command.getHelp().fullSynopsis());
    }
    err.println("'" + command.getCommandSpec().qualifiedName() + " --help' says more");
    return ExitCodes.USAGE;
  }

  /** Prints what went wrong, in one line unless the stack trace is asked for. */
  private int explain(Exception exception, PrintWriter err) {
    boolean expected =
        exception instanceof ModelException
            || exception instanceof IOException
            || exception instanceof UncheckedIOException
            || exception instanceof IllegalArgumentException
            || exception instanceof IllegalStateException;
    Error error = expected ? null : ErrorSentence.behind(exception);
    // A bar may be drawn where the failure came.
    new Progress(err, "", 0).end();
    if (debug) {
      exception.printStackTrace(err);
    }
    String sentence =
        error != null
            ? ErrorSentence.of(error)
            : expected
                ? sentence(exception)
                : "an internal error of Tenon ("
                    + exception
                    + "): please report it, with what --debug prints";
    err.println("tenon: " + PlainText.lines(sentence));
    err.flush();
    return ExitCodes.USAGE;
  }

  /** Prints what a user can do about an error of the JVM; the memory for more may be missing. */
  int explain(Error error, PrintWriter err) {
    if (debug) {
      error.printStackTrace(err);
    }
    err.println("tenon: " + ErrorSentence.of(error));
    err.flush();
    return ExitCodes.USAGE;
  }

  private static String sentence(Exception exception) {
    if (exception instanceof UncheckedIOException
        && exception.getCause() instanceof IOException cause
        && cause.toString().equals(exception.getMessage())) {
      return sentence(cause);
    }
    if (exception instanceof NoSuchFileException missing) {
      String reason = missing.getReason();
      return reason == null
          ? "no file '" + missing.getFile() + "'"
          : missing.getFile() + ": " + reason;
    }
    if (exception instanceof FileSystemException failure && failure.getReason() == null) {
      return failure.getFile() + ": " + reason(failure);
    }
    String message = exception.getMessage();
    return message == null ? exception.getClass().getSimpleName() : message;
  }

  /** Says in words what Java says by the class of an exception alone. */
  private static String reason(FileSystemException failure) {
    if (failure instanceof NotDirectoryException) {
      return "is a file; expected a folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    return failure instanceof FileAlreadyExistsException
        ? "is there already"
        : "cannot be used: " + failure.getClass().getSimpleName();
  }
}
