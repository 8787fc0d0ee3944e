package dev.tenon.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of the running process, such as its resident memory. */
public final class ProcStatus {
  private static final Path FILE = Path.of("/proc/self/status");

  private ProcStatus() {}

  /** Returns whether the system says anything. */
  public static boolean isThere() {
    return Files.exists(FILE);
  }

  /** Returns the resident memory in kB. */
  public static long residentKilobytes() {
    return number("VmRSS:");
  }

  /** Returns the number of a line, such as {@code VmHWM:} for the largest resident memory in kB. */
  public static long number(String key) {
    try {
      for (String line : Files.readAllLines(FILE)) {
        if (line.startsWith(key)) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("no " + key + " in " + FILE);
  }
}
