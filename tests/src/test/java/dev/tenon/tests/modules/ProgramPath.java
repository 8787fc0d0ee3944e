package dev.tenon.tests.modules;

import dev.tenon.testing.TestClassPath;
import java.io.File;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The class path of the tests, in parts as a program of a user has it. */
final class ProgramPath {
  private static final Pattern FOR_TESTS =
      Pattern.compile(
          ".*(test-classes|-tests\\.jar|junit.*|opentest4j.*|apiguardian.*|assertj.*|archunit.*"
              + "|byte-buddy.*|surefire.*|jacoco.*)");

  private ProgramPath() {}

  /** Returns what a program needs that depends on Tenon. */
  static List<Path> ofPrograms() {
    String all = TestClassPath.text();
    return Arrays.stream(all.split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists)
        .filter(path -> !FOR_TESTS.matcher(path.getFileName().toString()).matches())
        .toList();
  }

  /** Returns the entries that are modules, or that can be automatic ones. */
  static List<Path> modules() {
    return ofPrograms().stream().filter(ProgramPath::isModule).toList();
  }

  /** Returns the entries from which no module can be made, such as TensorFlow's native library. */
  static List<Path> others() {
    return ofPrograms().stream().filter(path -> !isModule(path)).toList();
  }

  static String joined(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isModule(Path path) {
    try {
      return !ModuleFinder.of(path).findAll().isEmpty();
    } catch (FindException e) {
      return false;
    }
  }
}
