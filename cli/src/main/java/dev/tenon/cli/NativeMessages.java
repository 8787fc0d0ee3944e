package dev.tenon.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.charset.StandardCharsets;

/** Separates a command's own error messages from what native libraries write. */
final class NativeMessages {
  private NativeMessages() {}

  /**
   * Lets {@link System#err} lead to the copy of the standard error stream that the launcher made,
   * and the stream itself nowhere. Without a copy both stay as they are.
   */
  static void drop() {
    Integer copy = Integer.getInteger("tenon.stderr");
    if (copy == null) {
      return;
    }
    try {
      // Opened by a name it would have a place of its own in a file that other programs write too.
      Constructor<FileDescriptor> descriptor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      descriptor.setAccessible(true);
      FileOutputStream out = new FileOutputStream(descriptor.newInstance(copy));
      System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
      // The JDK never closes this descriptor: it lets it lead to the null device.
      new FileOutputStream(FileDescriptor.err).close();
    } catch (ReflectiveOperationException | InaccessibleObjectException | IOException e) {
      // A JVM that does not let this be: the messages of native libraries are shown.
      return;
    }
  }
}
