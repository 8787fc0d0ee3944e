package dev.tenon.cli.output;

import dev.tenon.internal.text.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Says that a file is missing, and which files of its kind are beside it. */
final class MissingFile {
  private static final int MANY = 1000;

  private MissingFile() {}

  static String sentence(NoSuchFileException missing) {
    String file = String.valueOf(missing.getFile());
    String reason = missing.getReason();
    if (reason == null) {
      return "no file '" + file + "'" + nearest(file);
    }
    return Files.isRegularFile(Path.of(file))
        ? file + ": is a file, not a folder to write to: choose another place"
        : file + ": " + reason + ": create it, or choose another place";
  }

  private static String nearest(String file) {
    try {
      Path path = Path.of(file);
      Path folder = path.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        return ", and its folder is not there either: check the path";
      }
      String name = String.valueOf(path.getFileName());
      String suffix = name.substring(Math.max(0, name.lastIndexOf('.')));
      List<String> others;
      try (Stream<Path> inside = Files.list(folder)) {
        others =
            inside
                .limit(MANY)
                .filter(Files::isRegularFile)
                .map(each -> String.valueOf(each.getFileName()))
                .filter(each -> each.endsWith(suffix))
                .toList();
      }
      if (others.isEmpty()) {
        return ": check the path";
      }
      String sentence = Names.unknown("file", name, others);
      return "; nearest in its folder" + sentence.substring(sentence.lastIndexOf(" are '"));
    } catch (IOException | InvalidPathException e) {
      return ": check the path";
    }
  }
}
