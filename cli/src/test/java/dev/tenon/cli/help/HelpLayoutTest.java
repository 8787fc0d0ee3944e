package dev.tenon.cli.help;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.cli.Main;
import dev.tenon.cli.Ran;
import dev.tenon.cli.output.TerminalStreams;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The help fits its terminal, and a shell completes what the command takes. */
final class HelpLayoutTest {
  @TempDir private Path folder;

  private static String help(Map<String, String> environment, String... names) {
    CommandLine line = Main.line();
    HelpLayout.use(line, environment);
    for (String name : names) {
      line = line.getSubcommands().get(name);
    }
    StringWriter text = new StringWriter();
    line.usage(new PrintWriter(text));
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {55, 80, 120})
  void linesWrapToTheWidth(int width) {
    Map<String, String> environment = Map.of("COLUMNS", String.valueOf(width));
    assertThat(help(environment, "edit").lines().filter(line -> !line.startsWith("  tenon ")))
        .allMatch(line -> line.length() <= width);
    assertThat(help(environment).lines().mapToInt(String::length).max().orElse(0))
        .isBetween(width / 2, Math.max(width, 62));
  }

  @Test
  void coloursOnlyInATerminalThatWantsThem() {
    assertThat(help(Map.of())).doesNotContain("\u001b");
    System.setProperty("tenon.terminal.out", "true");
    try {
      assertThat(help(Map.of("COLUMNS", "80"))).contains("\u001b[1m");
      assertThat(help(Map.of("COLUMNS", "80", "NO_COLOR", "1"))).doesNotContain("\u001b");
      assertThat(help(Map.of("COLUMNS", "80", "TERM", "dumb"))).doesNotContain("\u001b");
    } finally {
      System.clearProperty("tenon.terminal.out");
    }
    assertThat(TerminalStreams.columns(Map.of("COLUMNS", "wide"))).isEqualTo(-1);
    assertThat(TerminalStreams.columns(Map.of("COLUMNS", "7"))).isEqualTo(55);
  }

  @Test
  void helpOfACommandIsThatOfItsOption() {
    assertThat(Ran.done("help", "convert")).isEqualTo(Ran.done("convert", "--help"));
    assertThat(Ran.done("help", "zoo", "get")).isEqualTo(Ran.done("zoo", "get", "--help"));
    assertThat(Ran.done("help")).isEqualTo(Ran.done("--help")).contains("Convert and check");
    assertThat(Ran.done("predict", "--version")).isEqualTo(Ran.done("--version"));
  }

  @ParameterizedTest
  @CsvSource({
    "tenon conv, convert",
    "tenon convert --wit, --without-optimizer",
    "tenon convert --weights f, full float16",
    "tenon zoo l, list",
    "tenon completion z, zsh",
  })
  void bashCompletesWords(String typed, String expected) throws Exception {
    File bash = new File("/bin/bash");
    assumeTrue(bash.canExecute(), "no bash");
    Path script = folder.resolve("tenon.bash");
    Files.writeString(script, Ran.done("completion", "bash"));
    int last = typed.split(" ").length - 1;
    String asked =
        "source '"
            + script
            + "'; COMP_WORDS=("
            + typed
            + "); COMP_CWORD="
            + last
            + "; _complete_tenon 2>/dev/null; echo ${COMPREPLY[@]}";
    Process process = new ProcessBuilder(bash.getPath(), "--norc", "-c", asked).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(answer.strip()).isEqualTo(expected);
  }
}
