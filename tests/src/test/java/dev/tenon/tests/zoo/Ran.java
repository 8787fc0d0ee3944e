package dev.tenon.tests.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
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
record Ran(int code, String out, String err) {
  private static final int USAGE = 2;

  static Ran of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Ran(code, out.toString(), err.toString());
  }

  /** Runs a command that must do what it is asked, and returns what it prints. */
  static String done(Object... args) {
    Ran ran = of(args);
    assertThat(ran.code).as(ran.err).isZero();
    return ran.out;
  }

  /** Runs a command that must say in one line that it cannot, and returns that. */
  static String refused(Object... args) {
    Ran ran = of(args);
    assertThat(ran.code).as(ran.err).isEqualTo(USAGE);
    assertThat(ran.err).startsWith("tenon: ").doesNotContain("\tat ");
    assertThat(ran.err.strip().lines()).hasSize(1);
    return ran.err;
  }
}
