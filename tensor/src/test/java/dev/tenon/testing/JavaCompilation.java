package dev.tenon.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.spi.ToolProvider;

/** Runs the compiler of the JDK that runs the tests. */
public final class JavaCompilation {
  private JavaCompilation() {}

  /** Returns the messages of {@code javac}; empty where there are none. */
  public static String messages(String... arguments) {
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages);
    int unused = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments);
    return messages.toString();
  }
}
