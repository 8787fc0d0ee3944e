package dev.tenon.cli;

import dev.tenon.cli.command.Commands;
import dev.tenon.cli.help.HelpLayout;
import dev.tenon.cli.help.Misuse;
import dev.tenon.cli.input.StandardInput;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.FailureSentence;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.TerminalStreams;
import dev.tenon.internal.console.Progress;
import dev.tenon.internal.text.PlainText;
import dev.tenon.internal.version.TenonVersion;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line: one subcommand for each thing that a user does with a model. */
@Command(
    name = "tenon",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Reads Keras and ONNX models, runs and trains them on the JVM, and writes them.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeList = {
      " 0:What was asked for is done.",
      " 1:It is done, and the answer is no: a difference, or a part that is unsupported.",
      " 2:Wrong words, or a file that cannot be used; the message says what to do.",
      " 3:It is done, and nothing could be compared with it.",
      "70:A fault of Tenon itself: please report it, with what --debug prints."
    },
    footer = {
      "  tenon convert model.h5 model.onnx --verify",
      "  tenon predict model.keras --input rows.csv",
      "  tenon inspect model.keras --input photo.png -o report.html",
      "  tenon classify resnet50 photo.jpg",
      "  tenon help convert"
    })
public final class Main implements Runnable {
  /** Says which Tenon this is. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tenon " + TenonVersion.get()};
    }
  }

  /**
   * Says what went wrong.
   *
   * <p>A class: a lambda that is made of one of picocli's types keeps that type, which is compiled
   * for Java 5, out of the class archive of the launcher.
   */
  private record Failures(Main main)
      implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException exception, String[] words) {
      return main.misused(exception);
    }

    @Override
    public int handleExecutionException(
        Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
      return main.explain(exception, command.getErr());
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
    DateFormats.initialize();
    NativeMessages.drop();
    LoggingConfiguration.use();
    WatchedOutput watched = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
    // UTF-8 whatever the locale says: the tables have box characters.
    System.setOut(new PrintStream(watched, true, StandardCharsets.UTF_8));
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), err, args);
    String unwritten = watched.sentence();
    if (unwritten != null) {
      say(err, unwritten);
    }
    System.exit(unwritten == null ? code : ExitCodes.USAGE);
  }

  /**
   * Runs the command and returns its exit code: 0 done, 1 findings, 2 wrong usage or file, 3 done
   * but not compared, 70 an error of Tenon itself.
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    Main main = new Main();
    try {
      Callable<Integer> plain = Commands.ofFiles(Output.of(out, err), args);
      return plain == null ? parsed(main, out, err, args) : plain.call();
    } catch (Exception | Error e) {
      return main.explain(e, err);
    }
  }

  private static int parsed(Main main, PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = line(main, args);
    line.setOut(out);
    line.setErr(err);
    Failures failures = new Failures(main);
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    return line.execute(args);
  }

  /** Returns the command with all that is below it, as its help shows it. */
  public static CommandLine line() {
    return line(new Main());
  }

  private static CommandLine line(Main main, String... args) {
    StandardInput standard = new StandardInput(System.in);
    CommandLine line = new CommandLine(main, new InputFile.Factory(standard));
    for (Class<?> command : Commands.askedFor(args)) {
      line.addSubcommand(command);
    }
    line.setCaseInsensitiveEnumValuesAllowed(true);
    versions(line);
    HelpLayout.use(line, System.getenv());
    return line;
  }

  /** Every command answers {@code --version} with that of Tenon. */
  private static void versions(CommandLine line) {
    for (CommandLine command : line.getSubcommands().values()) {
      command.getCommandSpec().versionProvider(new Version());
      versions(command);
    }
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  /** Says what is wrong with the words of a command. */
  private int misused(ParameterException exception) {
    say(exception.getCommandLine().getErr(), Misuse.sentence(exception));
    return ExitCodes.USAGE;
  }

  private static void say(PrintWriter err, String sentence) {
    boolean colours = TerminalStreams.colours(TerminalStreams.err(), System.getenv());
    err.println((colours ? "\u001b[1;31mtenon:\u001b[0m " : "tenon: ") + PlainText.lines(sentence));
    err.flush();
  }

  /** Prints what went wrong, in one line unless the stack trace is asked for. */
  int explain(Throwable thrown, PrintWriter err) {
    // A bar may be drawn where the failure came.
    new Progress(err, "", 0).end();
    if (debug) {
      thrown.printStackTrace(err);
    }
    say(err, FailureSentence.of(thrown));
    return FailureSentence.isExpected(thrown) ? ExitCodes.USAGE : ExitCodes.SOFTWARE;
  }
}
