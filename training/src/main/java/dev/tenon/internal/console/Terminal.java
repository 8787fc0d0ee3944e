package dev.tenon.internal.console;

import dev.tenon.config.Config;
import java.io.Console;
import java.nio.charset.Charset;

/** What the standard output can show. */
public final class Terminal {
  private Terminal() {}

  /** Says whether a line can be drawn again, with colours. */
  @SuppressWarnings("SystemConsoleNull") // newer Javas are asked isTerminal() besides
  public static boolean interactive() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      // From Java 22 on there is a console without a terminal too.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Prints at once, without an end of line; nothing where interactive logging is disabled. */
  public static void print(String text) {
    if (Config.isInteractiveLoggingEnabled()) {
      System.out.print(text);
      System.out.flush();
    }
  }

  /** Returns what a bar is made of: Keras' stroke where the encoding has it. */
  public static char stroke() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    Charset encoding = name == null ? Charset.defaultCharset() : Charset.forName(name);
    return encoding.canEncode() && encoding.newEncoder().canEncode('━') ? '━' : '=';
  }
}
