package dev.tenon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/**
 * A command that was run in this process.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it said of errors
 */
public record Ran(int code, String out, String err) {
  private static final int USAGE = 2;

  /** Runs a command. */
  public static Ran of(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    return new Ran(code, out.toString(), err.toString());
  }

  /** Runs a command that must do what it is asked, and returns what it prints. */
  public static String done(Object... words) {
    Ran ran = of(words);
    assertThat(ran.code).as(ran.all()).isZero();
    return ran.out;
  }

  /** Runs a command that must say in one line that it cannot, and returns that. */
  public static String refused(Object... words) {
    Ran ran = of(words);
    assertThat(ran.code).as(ran.all()).isEqualTo(USAGE);
    assertThat(ran.err).startsWith("tenon: ").doesNotContain("\tat ");
    assertThat(ran.err.strip().lines()).hasSize(1);
    return ran.err;
  }

  /** Returns everything printed, for a message. */
  public String all() {
    return "code " + code + "\n" + out + err;
  }
}
