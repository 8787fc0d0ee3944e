package dev.tenon.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a command writes to: a file, or standard output where the name is {@code -}. Then what the
 * command says goes to standard error.
 *
 * @param file the file; for standard output a temporary one with a suffix
 * @param suffix the kind of file, such as {@code svg}
 * @param standard whether it is copied to standard output
 */
public record Target(Path file, String suffix, boolean standard) {
  /** The name that stands for standard input and output. */
  public static final String STANDARD = "-";

  /** Writes a file and returns the exit code. */
  @FunctionalInterface
  public interface Writing {
    int to(Target target, Output out) throws IOException;
  }

  /**
   * Returns what a name and the option {@code --to} ask for: the suffix of the name decides.
   *
   * @param kind the option's value; null where it is not given
   * @param known the suffixes that the command can write
   * @throws IllegalArgumentException where there is no such suffix, or the option contradicts it
   */
  public static Target of(Path name, @Nullable String kind, String... known) {
    List<String> all = List.of(known);
    String asked = kind == null ? null : kind.toLowerCase(Locale.ROOT);
    if (asked != null && !all.contains(asked)) {
      throw new IllegalArgumentException(
          "--to " + kind + " is not known here: expected " + TextFiles.choice(all));
    }
    if (isStandard(name)) {
      if (asked == null && all.size() > 1) {
        throw new IllegalArgumentException(
            "standard output has no suffix: say what to write by --to " + TextFiles.choice(all));
      }
      String suffix = asked == null ? all.get(0) : asked;
      return new Target(Path.of("stdout." + suffix), suffix, true);
    }
    if (asked == null) {
      return new Target(name, TextFiles.suffix(name, known), false);
    }
    String own = String.valueOf(name.getFileName()).toLowerCase(Locale.ROOT);
    if (!own.endsWith("." + asked)) {
      throw new IllegalArgumentException(
          "--to "
              + kind
              + " contradicts the name '"
              + name
              + "': leave --to out, or choose a name that ends in ."
              + asked);
    }
    return new Target(name, asked, false);
  }

  /** Returns whether a name stands for standard output. */
  public static boolean isStandard(Path name) {
    return name.toString().equals(STANDARD);
  }

  /** Returns what messages call it. */
  public String title() {
    return standard ? "standard output" : file.toString();
  }

  /** Writes it, and returns the exit code. */
  public int write(Output out, Writing writing) throws IOException {
    if (!standard) {
      try {
        return writing.to(this, out);
      } catch (IOException e) {
        throw TextFiles.fullDisk(file, e);
      }
    }
    Path folder = Files.createTempDirectory("tenon");
    Path temporary = folder.resolve(file);
    try {
      int code = writing.to(new Target(temporary, suffix, true), out.toErr());
      if (Files.exists(temporary)) {
        out.out().flush();
        OutputStream stdout = System.out;
        Files.copy(temporary, stdout);
        stdout.flush();
      }
      return code;
    } finally {
      BesideFile.delete(folder);
    }
  }
}
