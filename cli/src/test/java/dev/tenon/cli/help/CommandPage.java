package dev.tenon.cli.help;

import dev.tenon.cli.Main;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes {@code docs/command.md} from the command itself. */
final class CommandPage {
  private static final int WIDTH = 100;
  private static final List<String> COMMON = List.of("--help", "--version", "--debug");

  private final StringBuilder page = new StringBuilder();

  /** Returns the page. */
  String write(String command) {
    CommandLine tenon = Main.line();
    CommandSpec spec = tenon.getCommandSpec();
    line("# The command");
    line("<!-- Generated; do not edit. To write it again: " + command + " -->");
    line("");
    line("`tenon COMMAND` " + first(spec) + " `tenon help COMMAND` prints what is said here, and");
    line(
        "`tenon completion bash` or `zsh` a script that completes its words in a shell. In a checkout");
    line("the command is `./tenon`, which builds itself.");
    Map<String, CommandLine> all = tenon.getSubcommands();
    CommandGroups.of(all.keySet())
        .forEach(
            (title, names) -> {
              line("\n## " + title);
              names.forEach(name -> command(all.get(name)));
            });
    conventions();
    line("\n## Exit codes");
    table(List.of("code", "meaning"), spec.usageMessage().exitCodeList());
    line("\n## Environment");
    table(List.of("variable", "what it does"), EnvironmentVariables.all());
    return page.toString();
  }

  private static String first(CommandSpec spec) {
    String text = spec.usageMessage().description()[0];
    return text.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + text.substring(1);
  }

  private void command(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    line("\n### " + spec.qualifiedName());
    line(String.join(" ", spec.usageMessage().description()) + "\n");
    line("```");
    CommandLine.Help help =
        new CommandLine.Help(
            spec.usageMessage(spec.usageMessage().width(WIDTH)),
            CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line(help.fullSynopsis().strip());
    line("```");
    List<String[]> rows =
        Stream.concat(
                spec.positionalParameters().stream()
                    .filter(each -> !each.hidden())
                    .map(each -> row(each.paramLabel(), each)),
                spec.options().stream()
                    .filter(each -> !each.hidden() && !COMMON.contains(each.longestName()))
                    .map(each -> row(names(each), each)))
            .toList();
    if (!rows.isEmpty()) {
      line("\n| argument | what it is |\n| --- | --- |");
      rows.forEach(row -> line("| `" + row[0] + "` | " + row[1] + " |"));
    }
    String[] examples = spec.usageMessage().footer();
    if (examples.length > 0 && line.getSubcommands().isEmpty()) {
      line("\n```bash\n" + examples(examples) + "\n```");
    }
    line.getSubcommands().values().forEach(this::command);
  }

  private static String examples(String... lines) {
    return Stream.of(lines).map(String::strip).collect(Collectors.joining("\n"));
  }

  private static String names(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private static String[] row(String name, ArgSpec argument) {
    String text = String.join(" ", argument.description()).replace("|", "\\|");
    String needed = argument instanceof OptionSpec && argument.required() ? " Required." : "";
    return new String[] {name.replace("|", "\\|"), text + needed};
  }

  private void conventions() {
    line("\n## What all commands share");
    line("- `--help`, `--version` and `--debug`, which shows the stack trace of an error.");
    line("- The model comes first. What an option takes is given once for each value:");
    line("  `--input a.png --input b.png`.");
    line(
        "- `-` is standard input where a file is read, once in a command, and standard output where one");
    line("  is written; `--to` says what to write there, and messages go to standard error.");
    line(
        "- The suffix of a name decides what is written. An option that contradicts it is refused.");
    line(
        "- Tables are for people; `--json` prints what programs read. Without a terminal `verify`");
    line("  prints JSON without being asked.");
    line("- An error is one sentence on standard error that begins with `tenon:`.");
    line("- Older spellings stay accepted: `--model MODEL` (now the first word) of `classify` and");
    line(
        "  `finetune`, `--weights` of `classify`, `finetune` and `extract` (now `--pretrained`), `--rtol`");
    line(
        "  of `verify` (now `--tolerance`), `--format` of `convert` (now `--to`), and several values");
    line("  behind one `--input` or `--layer`.");
  }

  private void table(List<String> headings, Map<String, String> rows) {
    line("\n| " + String.join(" | ", headings) + " |\n| --- | --- |");
    rows.forEach((key, text) -> line("| `" + key.strip() + "` | " + text + " |"));
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
