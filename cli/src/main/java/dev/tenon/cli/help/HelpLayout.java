package dev.tenon.cli.help;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING;

import dev.tenon.cli.output.TerminalStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Arranges the help of a command and of those below it.
 *
 * <p>Without lambdas of picocli's types, which would keep them out of the class archive.
 */
public final class HelpLayout {
  private static final int NAME = 14;
  private static final int WIDE = 22;
  private static final String VARIABLES = "environment";
  private static final int INDENT = 2;

  private HelpLayout() {}

  /** The section of the commands. */
  private static final class CommandList implements IHelpSectionRenderer {
    @Override
    public String render(Help help) {
      return commands(help);
    }
  }

  /** The section of the environment variables. */
  private static final class VariableList implements IHelpSectionRenderer {
    @Override
    public String render(Help help) {
      return variables(help);
    }
  }

  /**
   * Gives all commands the same headings, width and colours.
   *
   * @param environment which may have {@code COLUMNS} and {@code NO_COLOR}
   */
  public static void use(CommandLine line, Map<String, String> environment) {
    boolean terminal = TerminalStreams.out();
    boolean colours = TerminalStreams.colours(terminal, environment);
    line.setColorScheme(Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF));
    int columns = TerminalStreams.columns(environment);
    if (columns > 0) {
      line.setUsageHelpWidth(columns);
    } else {
      line.setUsageHelpAutoWidth(terminal);
    }
    headings(line);
    line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, new CommandList());
    List<String> keys = new ArrayList<>(line.getHelpSectionKeys());
    keys.add(keys.indexOf(SECTION_KEY_FOOTER_HEADING), VARIABLES);
    line.setHelpSectionKeys(keys);
    line.getHelpSectionMap().put(VARIABLES, new VariableList());
  }

  private static void headings(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    usage.sortOptions(false).sortSynopsis(false);
    usage.descriptionHeading("%n").parameterListHeading(heading("Arguments"));
    usage.optionListHeading(heading("Options")).commandListHeading(heading("Commands"));
    if (!usage.exitCodeList().isEmpty()) {
      usage.exitCodeListHeading(heading("Exit codes"));
    }
    if (usage.footer().length > 0) {
      usage.footerHeading(heading("Examples"));
    }
    for (CommandLine command : line.getSubcommands().values()) {
      headings(command);
    }
  }

  private static String heading(String title) {
    return "%n@|bold " + title + ":|@%n";
  }

  /** Returns the first sentence of a command's description. */
  public static String title(CommandSpec spec) {
    String all = String.join(" ", spec.usageMessage().description());
    return all.replaceFirst("(?s)[.:;] .*", ".");
  }

  /** Lists the commands, those of {@code tenon} itself by purpose. */
  private static String commands(Help help) {
    Map<String, Help> all = help.subcommands();
    StringBuilder text = new StringBuilder();
    if (help.commandSpec().parent() != null) {
      return rows(help, all, all.keySet());
    }
    CommandGroups.of(all.keySet())
        .forEach(
            (title, names) -> {
              text.append(help.createHeading("%n  @|underline " + title + "|@%n"));
              text.append(rows(help, all, names));
            });
    return text.toString();
  }

  /** Lists the environment variables, in the help of {@code tenon} itself. */
  private static String variables(Help help) {
    if (help.commandSpec().parent() != null) {
      return "";
    }
    Help.TextTable table = table(help, WIDE);
    EnvironmentVariables.all().forEach(table::addRowValues);
    return help.createHeading(heading("Environment")) + table;
  }

  private static Help.TextTable table(Help help, int name) {
    int width = help.commandSpec().usageMessage().width();
    return Help.TextTable.forColumns(
        help.colorScheme(),
        new Column(name, INDENT, Column.Overflow.SPAN),
        new Column(width - name, INDENT, Column.Overflow.WRAP));
  }

  private static String rows(Help help, Map<String, Help> all, Iterable<String> names) {
    Help.TextTable table = table(help, NAME);
    for (String name : names) {
      Help each = all.get(name);
      if (each != null) {
        table.addRowValues(
            help.colorScheme().commandText(name),
            help.colorScheme().text(title(each.commandSpec())));
      }
    }
    return table.toString();
  }
}
