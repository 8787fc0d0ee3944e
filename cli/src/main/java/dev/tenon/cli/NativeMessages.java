package dev.tenon.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Separates a command's own error messages from what native libraries write. */
final class NativeMessages {
  private NativeMessages() {}

  /**
   * Lets {@link System#err} lead to the copy of the standard error stream that the launcher opened,
   * and the stream itself nowhere. Without a copy both stay as they are.
   */
  static void drop() {
    String copy = System.getProperty("tenon.stderr");
    if (copy == null) {
      return;
    }
    try {
      System.setErr(
          new PrintStream(new FileOutputStream(copy, true), true, StandardCharsets.UTF_8));
      // The JDK never closes this descriptor: it lets it lead to the null device.
      new FileOutputStream(FileDescriptor.err).close();
    } catch (IOException e) {
      // A socket cannot be opened by a name: the messages of native libraries are shown.
      return;
    }
  }
}
