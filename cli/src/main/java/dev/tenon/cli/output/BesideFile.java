package dev.tenon.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a file beside its target, and moves it there when it is known to be right: what is wrong
 * never stands under the name that was asked for, and a file that was there before stays.
 */
public final class BesideFile {
  /** What the name of a file that gives other numbers ends with. */
  static final String WRONG = ".different";

  private BesideFile() {}

  /** Writes a file and returns notes on it. */
  @FunctionalInterface
  public interface Writing {
    public List<String> write(Path file) throws IOException;
  }

  /** Checks a file and returns the exit code. */
  @FunctionalInterface
  public interface Checking {
    int check(Path file, List<String> notes) throws IOException;
  }

  /** Writes, checks and moves; returns the exit code. */
  public static int write(Path target, Writing writing, Checking checking, Output out)
      throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent) || Files.isDirectory(target)) {
      // Nothing can be written there; the writer says so of the target's own name.
      return checking.check(target, writing.write(target));
    }
    Path folder = Files.createTempDirectory(parent, ".tenon");
    try {
      Path file = folder.resolve(target.getFileName());
      List<String> notes = writing.write(file);
      int code = checking.check(file, notes);
      boolean wrong = code == ExitCodes.FINDINGS;
      Path place = wrong ? target.resolveSibling(target.getFileName() + WRONG) : target;
      Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
      if (wrong) {
        out.line("  " + target + " is not written: what is DIFFERENT is kept as " + place);
      }
      return code;
    } finally {
      delete(folder);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
