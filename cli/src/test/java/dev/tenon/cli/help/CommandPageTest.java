package dev.tenon.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * {@code docs/command.md} says what the command takes now; it is written where {@code tenon.pages}
 * is {@code write}. Every command has a group, a description and examples that it accepts.
 */
final class CommandPageTest {
  private static final String COMMAND =
      "mvn -pl cli -am test -Dtest=CommandPageTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dtenon.pages=write";

  private static List<CommandLine> commands(CommandLine from) {
    List<CommandLine> all = new ArrayList<>();
    for (CommandLine each : from.getSubcommands().values()) {
      all.add(each);
      all.addAll(commands(each));
    }
    return all;
  }

  @Test
  void pageIsFresh() throws IOException {
    Path file = Checkout.file("docs").resolve("command.md");
    String page = new CommandPage().write(COMMAND);
    if (System.getProperty("tenon.pages", "").equals("write")) {
      Files.writeString(file, page);
    }
    assertThat(Files.readString(file)).as("written again by: %s", COMMAND).isEqualTo(page);
  }

  @Test
  void everyCommandIsInAGroup() {
    assertThat(CommandGroups.of(Main.line().getSubcommands().keySet())).doesNotContainKey("More");
  }

  @Test
  void everyExampleIsAccepted() {
    int examples = 0;
    for (CommandLine command : commands(Main.line())) {
      for (String line : command.getCommandSpec().usageMessage().footer()) {
        examples++;
        assertThat(line).as("fits into 80 columns").hasSizeLessThanOrEqualTo(80);
        String words = line.substring(line.indexOf("tenon ") + "tenon ".length());
        String[] own = words.replaceFirst(" [>&)].*|\\)$", "").replace("'", "").split(" ");
        for (int i = 0; i < own.length; i++) {
          own[i] = own[i].equals("-") ? "stdin" : own[i];
        }
        // Fails where a word is unknown or missing.
        assertThat(Main.line().parseArgs(own).hasSubcommand()).as(line).isTrue();
      }
    }
    assertThat(examples).isGreaterThan(30);
  }

  @Test
  void everyArgumentIsDescribed() {
    for (CommandLine command : commands(Main.line())) {
      command
          .getCommandSpec()
          .args()
          .forEach(
              each ->
                  assertThat(each.hidden() || each.description().length > 0)
                      .as(command.getCommandSpec().qualifiedName() + " " + each)
                      .isTrue());
    }
  }
}
