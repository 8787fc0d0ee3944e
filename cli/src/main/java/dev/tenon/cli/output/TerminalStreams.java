package dev.tenon.cli.output;

import java.util.Map;

/**
 * Whether the streams of the command lead to a terminal. The launcher says so by the properties
 * {@code tenon.terminal.out} (standard output) and {@code tenon.terminal} (standard error): the JVM
 * itself knows only of both together.
 */
public final class TerminalStreams {
  /** The width of lines where nothing is known of a terminal. */
  public static final int WIDTH = 80;

  private static final int LEAST = 55;

  private TerminalStreams() {}

  /** Returns whether standard output is a terminal. */
  public static boolean out() {
    return Boolean.getBoolean("tenon.terminal.out");
  }

  /** Returns whether standard error is a terminal. */
  public static boolean err() {
    return Boolean.getBoolean("tenon.terminal");
  }

  /**
   * Returns whether a stream takes colours: a terminal does, unless {@code NO_COLOR} is set to
   * anything (<a href="https://no-color.org">no-color.org</a>) or {@code TERM} is {@code dumb}.
   */
  public static boolean colours(boolean terminal, Map<String, String> environment) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  /** Returns the width that {@code COLUMNS} asks for, at least 55; -1 where it asks for none. */
  public static int columns(Map<String, String> environment) {
    String text = environment.getOrDefault("COLUMNS", "");
    return text.matches("[1-9]\\d{0,3}") ? Math.max(LEAST, Integer.parseInt(text)) : -1;
  }
}
