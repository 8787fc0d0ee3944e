package dev.tenon.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How callbacks write files, and what they say where that fails. */
final class Disk {
  /** Something that writes. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private Disk() {}

  /**
   * Writes a file beside its place and into it.
   *
   * @param callback who writes, for the message
   * @param action writes the target, all of it or nothing
   * @throws UncheckedIOException where that fails; the message names the file
   */
  static void write(String callback, Path target, Action action) {
    try {
      Path folder = target.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (Files.isDirectory(target)) {
        throw new IOException("the path is an existing folder; give the name of a file");
      }
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(
          callback
              + ": cannot write '"
              + target
              + "': "
              + reason(e)
              + (Files.isRegularFile(target) ? "; the file still holds what it held before" : "")
              + ". The model has all that was trained: call fit with initialEpoch to go on",
          e);
    }
  }

  /** Returns what went wrong, with the kind of exception where its message is a path only. */
  static String reason(IOException e) {
    String message = e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    return message.contains(" ") ? message : e.getClass().getSimpleName() + " " + message;
  }
}
